import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
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
const FINGERPRINT_BYTES = 8;
const OWNER_ONLY = 0o600;

/**
 * Not under the data key: tokens must be recognised while the vault is locked. The key is made once; a
 * damaged file is an error, because a new key would void every token in silence. The file holds one key, and after
 * it those that tokens restored from another installation were hashed under.
 */
export function openTokenHasher({ file }: { readonly file: string }): TokenHasher {
  const stored = readKey(file);
  let keys = splitKeys(stored ?? createKey(file), file);
  // Prepared once: from bytes, newer Node prepares it anew for every hash, which takes longer than hashing.
  let [own, ...others] = prepareKeys(keys);
  const hashUnder = (key: KeyObject, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
  const listeners: (() => void)[] = [];
  return {
    isNew: stored === null,
    fingerprints: () =>
      [own, ...others].map((key) =>
        hashUnder(key, 'spidergate token key').toString('hex', 0, FINGERPRINT_BYTES),
      ),
    onAdopt: (listener) => void listeners.push(listener),
    hash: (text) => hashUnder(own, text),
    otherHashes: (text) => others.map((key) => hashUnder(key, text)),
    keys: () => keys,
    adopt(wanted) {
      const content = Buffer.concat(wanted);
      const adopted = splitKeys(content, file);
      writeKeys(file, content);
      keys = adopted;
      [own, ...others] = prepareKeys(keys);
      for (const listener of listeners) listener();
    },
  };
}

type KeyList = readonly [Buffer, ...Buffer[]];

function splitKeys(content: Buffer, file: string): KeyList {
  if (content.length === 0 || content.length % KEY_BYTES !== 0) throw new TokenKeyError(file);
  const at = (index: number) =>
    Buffer.from(content.subarray(index * KEY_BYTES, index * KEY_BYTES + KEY_BYTES));
  const others = Array.from({ length: content.length / KEY_BYTES - 1 }, (_, index) => at(index + 1));
  return [at(0), ...others];
}

function prepareKeys([own, ...others]: KeyList): [KeyObject, ...KeyObject[]] {
  return [createSecretKey(own), ...others.map((key) => createSecretKey(key))];
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

function createKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  writeKeys(file, key);
  return key;
}

/** Written elsewhere and renamed, so that a crash leaves no half key behind. */
function writeKeys(file: string, content: Buffer): void {
  const draft = `${file}.new`;
  // One that a crash left behind may be open to others.
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}
