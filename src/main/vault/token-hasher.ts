import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { TokenKeyError } from './errors';
import type { TokenHasher } from './types';

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * Not under the data key: tokens must be recognised while the vault is locked. The key is made once; a
 * damaged file is an error, because a new key would void every token in silence.
 */
export function openTokenHasher({ file }: { readonly file: string }): TokenHasher {
  const key = readKey(file) ?? createKey(file);
  if (key.length !== KEY_BYTES) throw new TokenKeyError(file);
  // Prepared once: from bytes, newer Node prepares it anew for every hash, which takes longer than hashing.
  const prepared = createSecretKey(key);
  return { hash: (text) => createHmac('sha256', prepared).update(text, 'utf8').digest() };
}

function readKey(file: string): Buffer | null {
  try {
    const key = readFileSync(file);
    chmodSync(file, OWNER_ONLY);
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Written elsewhere and renamed, so that a crash leaves no half key behind. */
function createKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const draft = `${file}.new`;
  // One that a crash left behind may be open to others.
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(descriptor, key);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
  return key;
}
