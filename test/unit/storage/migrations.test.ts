import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migrate, readVersion } from '../../../src/main/storage/migrate';
import { MIGRATIONS } from '../../../src/main/storage/migrations';
import { makeDatabaseFile, openTestStorage } from './storage-fixtures';

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;

function openDatabase(file = makeDatabaseFile()): Database.Database {
  const database = new Database(file);
  onTestFinished(() => {
    database.close();
  });
  return database;
}

const schemaOf = (database: Database.Database) =>
  database.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();

const earlierVersions = [0, ...MIGRATIONS.map(({ version }) => version)].map((version) => ({ version }));

describe.each(earlierVersions)('from version $version', ({ version }) => {
  it('ends at the schema that a new database has', () => {
    const fresh = openDatabase();
    migrate(fresh, MIGRATIONS);
    const old = openDatabase();
    migrate(
      old,
      MIGRATIONS.filter((migration) => migration.version <= version),
    );
    migrate(old, MIGRATIONS);
    expect(readVersion(old)).toBe(NEWEST);
    expect(schemaOf(old)).toEqual(schemaOf(fresh));
  });
});

it('0010 keeps two rows from having the same credential', () => {
  const database = openDatabase();
  migrate(database, MIGRATIONS.slice(0, 1));
  expect(readVersion(database)).toBe(10);
  const insert = database.prepare('INSERT INTO workspaces VALUES (?, ?, ?, ?, 1)');
  insert.run('a', 'cli_a', 'a', Buffer.alloc(32));
  expect(() => insert.run('b', 'cli_b', 'b', Buffer.alloc(32))).toThrow('UNIQUE');
});

it('0020 adds the log and keeps the rows of 0010', () => {
  const file = makeDatabaseFile();
  const old = new Database(file);
  migrate(old, MIGRATIONS.slice(0, 1));
  old.exec(`
    INSERT INTO settings VALUES ('vault.data_key', 'kept');
    INSERT INTO workspaces VALUES ('w', 'cli_w', 'personal', x'01', 1);
    INSERT INTO agent_tokens VALUES ('t', 'w', 'bot', x'02', 'm', '["a/*"]', '["gate:chat"]', NULL, 1, NULL);
    INSERT INTO keys VALUES ('k', 'groq', 'mine', 'm', x'0102', 'w', 1, 'acc', 5, 0, '{}', 1, NULL);
  `);
  old.close();
  const storage = openTestStorage(file);
  expect(storage.settings.get('vault.data_key')).toBe('kept');
  expect(storage.workspaces.list()).toHaveLength(1);
  expect(storage.agentTokens.list()[0]?.scopes).toEqual(['gate:chat']);
  expect(storage.keys.list()[0]).toMatchObject({ id: 'k', priority: 5, enabled: false, shareWithPool: true });
  expect(storage.requests.totals(0)).toEqual({ requests: 0, costNanoUsd: 0 });
});

it('a step that fails halfway changes nothing and keeps the step before', () => {
  const database = openDatabase();
  const broken = { version: 30, sql: 'CREATE TABLE half (x TEXT); CREATE TABLE settings (x TEXT);' };
  expect(() => migrate(database, [...MIGRATIONS, broken])).toThrow('already exists');
  expect(readVersion(database)).toBe(NEWEST);
  expect(database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
});

it('versions rise in steps of ten, so that one can be put between', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => (index + 1) * 10));
});
