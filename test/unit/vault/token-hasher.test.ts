import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTokenHasher, TokenKeyError } from '../../../src/main/vault';
import { makeFolder } from '../storage/storage-fixtures';

const makeFile = () => join(makeFolder(), 'token.key');

it('hashes the same after a restart, and differently on another installation', () => {
  const file = makeFile();
  const hash = openTokenHasher({ file }).hash('spideriq_pat_x');
  expect(hash).toHaveLength(32);
  expect(openTokenHasher({ file }).hash('spideriq_pat_x')).toEqual(hash);
  expect(openTokenHasher({ file }).hash('spideriq_pat_y')).not.toEqual(hash);
  expect(openTokenHasher({ file: makeFile() }).hash('spideriq_pat_x')).not.toEqual(hash);
});

it('keeps its key to the owner, also where the umask or somebody allowed more', () => {
  const file = makeFile();
  const before = process.umask(0);
  openTokenHasher({ file });
  process.umask(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  openTokenHasher({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('survives a crash while the key was written', () => {
  const file = makeFile();
  writeFileSync(`${file}.new`, 'half');
  chmodSync(`${file}.new`, 0o644);
  openTokenHasher({ file });
  expect(existsSync(`${file}.new`)).toBe(false);
  expect(readFileSync(file)).toHaveLength(32);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each([0, 31, 33])('does not replace a key of %i bytes, which would void every token', (length) => {
  const file = makeFile();
  writeFileSync(file, Buffer.alloc(length, 7));
  expect(() => openTokenHasher({ file })).toThrow(TokenKeyError);
  expect(readFileSync(file)).toEqual(Buffer.alloc(length, 7));
});

it('recognises tokens of another installation once it has its key, also after a restart, and keeps its own', () => {
  const file = makeFile();
  const hasher = openTokenHasher({ file });
  const foreign = openTokenHasher({ file: makeFile() });
  const [own, theirs] = [hasher.hash('token'), foreign.hash('token')];
  expect(hasher.otherHashes('token')).toEqual([]);
  hasher.adopt([...hasher.keys(), ...foreign.keys()]);
  for (const opened of [hasher, openTokenHasher({ file })]) {
    expect(opened.hash('token')).toEqual(own);
    expect(opened.otherHashes('token')).toEqual([theirs]);
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('does not adopt half a key, or none', () => {
  const file = makeFile();
  const hasher = openTokenHasher({ file });
  const before = readFileSync(file);
  for (const keys of [[], [Buffer.alloc(31)], [before, Buffer.alloc(5)]])
    expect(() => hasher.adopt(keys)).toThrow(TokenKeyError);
  expect(readFileSync(file)).toEqual(before);
});
