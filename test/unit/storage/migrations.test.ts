import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../../../src/main/gateway/no-limits';
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
  expect(storage.requests.totals(0)).toMatchObject({ requests: 0, costNanoUsd: 0, savedNanoUsd: 0 });
});

it('0040 limits and pauses nothing that was not, and takes no window or action but the known ones', () => {
  const file = makeDatabaseFile();
  const old = new Database(file);
  migrate(old, MIGRATIONS.slice(0, 3));
  old.exec(`
    INSERT INTO workspaces VALUES ('w', 'cli_w', 'personal', x'01', 1);
    INSERT INTO agent_tokens VALUES ('t', 'w', 'bot', x'02', 'm', '[]', '["gate:chat"]', NULL, 1, NULL);
    INSERT INTO keys VALUES ('k', 'groq', 'mine', 'm', x'0102', 'w', 1, 'acc', 5, 1, '{}', 1, NULL);
  `);
  old.close();
  const storage = openTestStorage(file);
  expect(storage.workspaces.list()[0]).toMatchObject({ credentialEnabled: true, limits: NO_LIMITS });
  expect(storage.agentTokens.list()[0]).toMatchObject({ enabled: true, policy: NO_TOKEN_LIMITS });
  expect(storage.keys.list()[0]?.limits).toBeNull();
  const database = openDatabase(file);
  expect(() => database.exec("UPDATE keys SET spend_limit_period = 'year'")).toThrow('CHECK');
  expect(() => database.exec("UPDATE agent_tokens SET budget_action = 'ignore'")).toThrow('CHECK');
});

it('0060 routes no alias round refusals that did not ask for it', () => {
  const file = makeDatabaseFile();
  const old = new Database(file);
  migrate(
    old,
    MIGRATIONS.filter(({ version }) => version < 60),
  );
  old.exec("INSERT INTO aliases (id, slots) VALUES ('my/own', '[]')");
  old.close();
  expect(openTestStorage(file).aliases.list()).toMatchObject([{ id: 'my/own', routeAroundRefusals: false }]);
});

it('0050 keeps no token of an invite that is over, and no invite of a workspace that is gone', () => {
  const database = openDatabase();
  database.pragma('foreign_keys = ON');
  migrate(database, MIGRATIONS);
  database.exec(
    "INSERT INTO workspaces (id, client_id, name, credential_hash, created_at) VALUES ('w', 'c', 'w', x'01', 1)",
  );
  const insert = (id: string, token: string | null, end: string) =>
    database.exec(`
      INSERT INTO invites (id, provider, label, sender, workspace_id, share_with_pool, in_network, token, created_at,
        expires_at, ended_at, ended_as)
      VALUES ('${id}', 'groq', 'l', 's', 'w', 0, 0, ${token}, 1, 2, ${end})`);
  insert('open', "'sgi1'", 'NULL, NULL');
  insert('over', null, "3, 'used'");
  expect(() => insert('kept', "'sgi1'", "3, 'used'")).toThrow('CHECK');
  expect(() => insert('odd', null, "3, 'lost'")).toThrow('CHECK');
  database.exec("DELETE FROM workspaces WHERE id = 'w'");
  expect(database.prepare('SELECT count(*) FROM invites').pluck().get()).toBe(0);
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
