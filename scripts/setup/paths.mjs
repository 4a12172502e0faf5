import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the project. */
export function inProject(...parts) {
  return path.join(projectDir, ...parts);
}

/** A path in the user's cache, outside node_modules: what is large or slow to make survives `npm ci`. */
export function inCache(...parts) {
  const base =
    process.env.SPIDERGATE_CACHE_DIR ||
    path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'spidergate');
  mkdirSync(base, { recursive: true });
  return path.join(base, ...parts);
}
