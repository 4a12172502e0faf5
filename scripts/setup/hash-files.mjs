import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * One hash over the names and contents of files and whole folders; what does not exist counts as absent.
 * @param {(file: string) => string} nameOf what of a path counts as its name; default all of it
 */
export function hashFiles(entries, nameOf = (file) => file) {
  const hash = createHash('sha256');
  for (const file of entries.flatMap(listFiles)) {
    hash.update(nameOf(file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(entry) {
  if (!existsSync(entry)) return [];
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => path.join(item.parentPath ?? item.path, item.name))
    .sort();
}
