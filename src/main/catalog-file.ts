import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { CatalogStore } from './catalog/types';

const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * What the catalog has learned, as one file that is whole or the old one. Losing it costs one refresh, so a full disk
 * is reported and nothing more.
 */
export function createCatalogFile(parts: {
  readonly file: string;
  readonly onFailure: (failure: unknown) => void;
}): CatalogStore {
  const { file, onFailure } = parts;
  const unfinished = `${file}.new`;
  return {
    async read() {
      try {
        const { size } = await stat(file);
        return size > LARGEST_BYTES ? null : await readFile(file, 'utf8');
      } catch {
        return null;
      }
    },
    async write(text) {
      try {
        await writeFile(unfinished, text, { mode: 0o600, flush: true });
        await rename(unfinished, file);
      } catch (failure) {
        onFailure(failure);
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
  };
}
