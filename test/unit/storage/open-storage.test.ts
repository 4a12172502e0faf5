import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStorage, StorageError } from '../../../src/main/storage';
import { makeDatabaseFile, makeFolder, makeKey, makeStart, NOON, openTestStorage } from './storage-fixtures';

const modeOf = (file: string) => statSync(file).mode & 0o777;
const open = (file: string) => openStorage({ file, nativeBinding: null, now: () => NOON });

function failureOf(action: () => unknown): StorageError {
  try {
    action();
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('opened');
}

/** A closed database with a key and enough rows to have many pages. */
function makeFilledDatabase(): string {
  const file = makeDatabaseFile();
  const storage = open(file);
  for (let index = 0; index < 40; index += 1) {
    storage.keys.insert(makeKey({ id: `key_${index}`, sealed: Buffer.alloc(900, index) }));
  }
  storage.close();
  return file;
}

describe('file modes', () => {
  it('keeps the database and its side files to the owner, whatever the umask', () => {
    const before = process.umask(0);
    try {
      const file = makeDatabaseFile();
      openTestStorage(file).requests.start(makeStart());
      for (const path of [file, `${file}-wal`, `${file}-shm`])
        expect([path, modeOf(path)]).toEqual([path, 0o600]);
    } finally {
      process.umask(before);
    }
  });

  it('narrows a file that was opened up', () => {
    const file = makeFilledDatabase();
    chmodSync(file, 0o644);
    openTestStorage(file);
    expect(modeOf(file)).toBe(0o600);
  });
});

describe('opening', () => {
  it('keeps what was written before', () => {
    expect(openTestStorage(makeFilledDatabase()).keys.list()).toHaveLength(40);
  });

  it('leaves no draft of a new database behind, and clears one that a crash left', () => {
    const file = makeDatabaseFile();
    writeFileSync(`${file}.new`, 'half written');
    openTestStorage(file);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('says which folder is not there', () => {
    const file = join(makeFolder(), 'gone', 'spidergate.db');
    const failure = failureOf(() => open(file));
    expect(failure.code).toBe('not_accessible');
    expect(failure.message).toContain(file);
  });

  it('says that the path is a folder', () => {
    const file = makeDatabaseFile();
    mkdirSync(file);
    expect(failureOf(() => open(file)).code).toBe('not_accessible');
  });
});

describe('damage', () => {
  it.each([
    [
      'overwritten from the start',
      (file: string) => writeFileSync(file, 'not a database at all '.repeat(400)),
    ],
    ['cut to nothing', (file: string) => truncateSync(file, 0)],
    ['cut in the middle', (file: string) => truncateSync(file, 20_480)],
    ['damaged in the key table only', damageKeyPages],
  ])('refuses a file that is %s, and leaves it as it is', (_name, damage) => {
    const file = makeFilledDatabase();
    damage(file);
    const before = readFileSync(file);
    expect(failureOf(() => open(file)).code).toBe('damaged');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('does not start afresh beside the write-ahead log of a database that is gone', () => {
    const file = makeDatabaseFile();
    writeFileSync(`${file}-wal`, 'frames');
    expect(failureOf(() => open(file)).code).toBe('damaged');
    expect(existsSync(file)).toBe(false);
  });
});

it('refuses a database of a newer version and leaves it as it is', () => {
  const file = makeFilledDatabase();
  const database = new Database(file);
  database.pragma('user_version = 9000');
  database.close();
  const failure = failureOf(() => open(file));
  expect(failure.code).toBe('newer_database');
  expect(failure.message).toContain('Update SpiderGate');
  const after = new Database(file, { readonly: true });
  expect(after.pragma('user_version', { simple: true })).toBe(9000);
  expect(after.prepare('SELECT COUNT(*) AS n FROM keys').get()).toEqual({ n: 40 });
  after.close();
});

/** Every page that holds a key's bytes, i.e. none that the schema needs. */
function damageKeyPages(file: string): void {
  const bytes = readFileSync(file);
  const pageSize = 4096;
  let damagedPages = 0;
  for (let start = 0; start < bytes.length; start += pageSize) {
    const page = bytes.subarray(start, start + pageSize);
    if (page.includes(Buffer.alloc(900, 30))) {
      page.fill(0xff, 0, 200);
      damagedPages += 1;
    }
  }
  if (damagedPages === 0) throw new Error('found no page to damage');
  writeFileSync(file, bytes);
}
