import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { createAgentTokenTable } from './agent-token-table';
import { createAliasTable } from './alias-table';
import { createInviteTable } from './invite-table';
import { createKeyTable } from './key-table';
import { type DatabaseLocation, openDatabase } from './open-database';
import { createProviderTable } from './provider-table';
import { createSettingTable } from './setting-table';
import type { ConfigurationRows, ConfigurationStore, InviteRow, InviteTable, KeyRow } from './types';
import { createWorkspaceTable } from './workspace-table';

const OWNER_ONLY = 0o600;

interface StoreNeeds {
  readonly database: Database;
  readonly location: DatabaseLocation;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Everything that is configured as one thing: replaced in one transaction, with a copy to go back to. */
export function createConfigurationStore(needs: StoreNeeds): ConfigurationStore {
  const { database, location, now } = needs;
  const copy = { ...location, file: `${location.file.replace(/\.db$/, '')}-before-restore.db` };
  const tables = openTables(database, now);
  const replace = database.transaction((next: ConfigurationRows) => {
    // Rows that change places are for a moment nobody's.
    database.pragma('defer_foreign_keys = ON');
    removeGone(database, next);
    freeNames(database);
    writeRows(tables, next);
  });
  return {
    replace: (next) => replace.immediate(next),
    keepCopy(settingNames) {
      const draft = `${copy.file}.new`;
      rmSync(draft, { force: true });
      // SQLite fills an empty file that is there, so it is never open to others.
      closeSync(openSync(draft, 'wx', OWNER_ONLY));
      database.prepare('VACUUM INTO ?').run(draft);
      dropSettings(openDatabase({ ...location, file: draft }), settingNames);
      dropFile(copy.file);
      renameSync(draft, copy.file);
    },
    copyMadeAt: () => (existsSync(copy.file) ? Math.round(statSync(copy.file).mtimeMs) : null),
    readCopy(settingNames) {
      const kept = openDatabase(copy);
      try {
        return readRows(openTables(kept, now), settingNames);
      } finally {
        kept.close();
      }
    },
    dropCopy: () => dropFile(copy.file),
    contributionsOf: (keys) => listContributions(tables.invites, keys),
  };
}

type Tables = ReturnType<typeof openTables>;

function openTables(database: Database, now: () => number) {
  return {
    workspaces: createWorkspaceTable(database),
    keys: createKeyTable(database),
    agentTokens: createAgentTokenTable(database),
    aliases: createAliasTable(database),
    invites: createInviteTable(database),
    providers: createProviderTable({ database, now }),
    settings: createSettingTable(database),
  };
}

function readRows(tables: Tables, settingNames: readonly string[]): ConfigurationRows {
  return {
    workspaces: tables.workspaces.list(),
    keys: tables.keys.list(),
    agentTokens: tables.agentTokens.list(),
    aliases: tables.aliases.list(),
    customProviders: tables.providers.listCustom(),
    switches: tables.providers.listSwitches(),
    contributions: listContributions(tables.invites, tables.keys.list()),
    settings: new Map(settingNames.map((name) => [name, tables.settings.get(name)])),
  };
}

/** Aliases, providers and switches are written anew; of the others only what goes is deleted, as more may hang on it. */
function removeGone(database: Database, next: ConfigurationRows): void {
  const owned = [
    ['keys', next.keys],
    ['agent_tokens', next.agentTokens],
    ['workspaces', next.workspaces],
  ] as const;
  for (const [table, rows] of owned) {
    const kept = new Set(rows.map((row) => row.id));
    const remove = database.prepare<[string]>(`DELETE FROM ${table} WHERE id = ?`);
    for (const { id } of database.prepare<[], { id: string }>(`SELECT id FROM ${table}`).all()) {
      if (!kept.has(id)) remove.run(id);
    }
  }
  for (const table of ['aliases', 'custom_providers', 'provider_switches'])
    database.exec(`DELETE FROM ${table}`);
}

/** Two rows may exchange what is unique; every row that stays is given its own again. */
function freeNames(database: Database): void {
  database.exec(`
    UPDATE workspaces SET name = ':' || id, client_id = ':' || id, credential_hash = randomblob(32);
    UPDATE agent_tokens SET token_hash = randomblob(32);
  `);
}

function writeRows(tables: Tables, next: ConfigurationRows): void {
  const present = {
    workspaces: idsOf(tables.workspaces.list()),
    keys: idsOf(tables.keys.list()),
    agentTokens: idsOf(tables.agentTokens.list()),
  };
  for (const row of next.workspaces)
    present.workspaces.has(row.id) ? tables.workspaces.update(row) : tables.workspaces.insert(row);
  for (const row of next.keys) present.keys.has(row.id) ? tables.keys.update(row) : tables.keys.insert(row);
  for (const row of next.agentTokens)
    present.agentTokens.has(row.id) ? tables.agentTokens.update(row) : tables.agentTokens.insert(row);
  for (const row of next.aliases) tables.aliases.put(row);
  for (const provider of next.customProviders) tables.providers.insertCustom(provider);
  for (const [id, enabled] of next.switches) tables.providers.setSwitch(id, enabled);
  for (const row of next.contributions) {
    const isHere =
      tables.invites.get(row.id) !== null ||
      (row.withdrawalHash !== null && tables.invites.ofWithdrawalHash(row.withdrawalHash) !== null);
    if (!isHere) tables.invites.insert(row);
  }
  for (const [name, value] of next.settings) if (value !== null) tables.settings.set(name, value);
}

/** By these, whoever brought a key can take it back. */
function listContributions(
  invites: Pick<InviteTable, 'list'>,
  keys: readonly KeyRow[],
): readonly InviteRow[] {
  const present = idsOf(keys);
  return invites
    .list()
    .filter((row) => row.endedAs === 'used' && row.keyId !== null && present.has(row.keyId));
}

function idsOf(rows: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.id));
}

/** Above all the wrapped data key: the copy must not open with a passphrase that is changed later. */
function dropSettings(copy: Database, kept: readonly string[]): void {
  try {
    copy.pragma('secure_delete = ON');
    const remove = copy.prepare<[string]>('DELETE FROM settings WHERE name = ?');
    for (const { name } of copy.prepare<[], { name: string }>('SELECT name FROM settings').all()) {
      if (!kept.includes(name)) remove.run(name);
    }
    // One file again, without the pages that were written on the way.
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function dropFile(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}
