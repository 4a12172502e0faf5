import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../../src/main/storage/group-commit';

function openCounter() {
  const database = new Database(':memory:');
  database.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY) STRICT');
  const insert = database.prepare<[number]>('INSERT INTO rows VALUES (?)');
  const count = () => database.prepare<[], number>('SELECT COUNT(*) FROM rows').pluck().get();
  return { commit: createGroupCommit(database), insert: (id: number) => void insert.run(id), count };
}

describe('writes of one turn of the event loop', () => {
  it('are written at once when nothing else runs', () => {
    const { commit, insert, count } = openCounter();
    expect(commit.write(() => insert(1), true)).toBeNull();
    expect(count()).toBe(1);
  });

  it('are durable when their promise resolves, and keep their order', async () => {
    const { commit, insert, count } = openCounter();
    const first = commit.write(() => insert(1), false);
    const second = commit.write(() => insert(2), true);
    expect(count()).toBe(0);
    await first;
    expect(count()).toBe(2);
    await second;
  });

  it('do not take each other down', async () => {
    const { commit, insert, count } = openCounter();
    const writes = [1, 1, 2].map((id) => commit.write(() => insert(id), false));
    const results = await Promise.allSettled(writes);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(count()).toBe(2);
  });

  it('can be hurried before the program ends', () => {
    const { commit, insert, count } = openCounter();
    void commit.write(() => insert(1), false);
    commit.flush();
    expect(count()).toBe(1);
  });
});
