import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { scrubSecrets } from './scrub-secrets';

const MOST_BYTES = 96 * 1024;
const MOST_LINES = 300;

/** The last lines of this run's log, scrubbed once more, without the name of the user's folder. */
export async function readLogTail({ dataDir }: { readonly dataDir: string }): Promise<readonly string[]> {
  const text = await readEnd(path.join(dataDir, 'logs', 'spidergate.log'));
  const folders = [path.resolve(dataDir), homedir()].filter((folder) => folder.length > 1);
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .slice(-MOST_LINES)
    .map((line) => folders.reduce((told, folder) => told.replaceAll(folder, '~'), scrubSecrets(line)));
}

async function readEnd(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, MOST_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
