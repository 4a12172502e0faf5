import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parseJsonColumn } from './json-column';
import {
  LIMIT_ASSIGNMENTS,
  LIMIT_COLUMNS,
  LIMIT_SELECTION,
  LIMIT_VALUES,
  readLimits,
  type StoredLimits,
  storeLimits,
} from './limit-columns';
import type { WorkspaceRow, WorkspaceTable } from './types';

const allowedModels = z.array(z.string());

/** The row as SQLite holds it: flags as 0 or 1, limits each in a column. */
type StoredRow = Omit<WorkspaceRow, 'credentialEnabled' | 'limits'> &
  StoredLimits & { readonly credentialEnabled: number };

export function createWorkspaceTable(database: Database): WorkspaceTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, client_id AS clientId, name, credential_hash AS credentialHash,
      credential_enabled AS credentialEnabled, created_at AS createdAt, last_used_at AS lastUsedAt,
      ${LIMIT_SELECTION}
    FROM workspaces ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO workspaces (id, client_id, name, credential_hash, credential_enabled, created_at, last_used_at,
      ${LIMIT_COLUMNS})
    VALUES (@id, @clientId, @name, @credentialHash, @credentialEnabled, @createdAt, @lastUsedAt,
      ${LIMIT_VALUES})
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE workspaces SET client_id = @clientId, name = @name, credential_hash = @credentialHash,
      credential_enabled = @credentialEnabled, created_at = @createdAt, last_used_at = @lastUsedAt,
      ${LIMIT_ASSIGNMENTS}
    WHERE id = @id
  `);
  const nameOf = database.prepare<[string], { name: string }>('SELECT name FROM workspaces WHERE id = ?');
  const rename = prepareRename(database);
  const remove = prepareRemove(database);
  const touch = database.prepare<[number, string]>('UPDATE workspaces SET last_used_at = ? WHERE id = ?');
  return {
    list: () => select.all().map(toRow),
    insert: (row) => {
      insert.run(toStored(row));
    },
    update: database.transaction((row: WorkspaceRow) => {
      const before = nameOf.get(row.id)?.name;
      if (before !== undefined && before !== row.name) rename(before, row.name);
      update.run(toStored(row));
    }),
    delete: database.transaction((id: string) => {
      const name = nameOf.get(id)?.name;
      if (name === undefined) return false;
      remove(id, name);
      return true;
    }),
    touch: database.transaction((lastUsed: ReadonlyMap<string, number>) => {
      for (const [id, time] of lastUsed) touch.run(time, id);
    }),
  };
}

/** `client:<name>/…` in alias ids and allow-lists. To be run inside a transaction. */
function prepareRename(database: Database): (from: string, to: string) => void {
  const moveAliases = database.prepare<{ from: string; to: string }>(`
    UPDATE aliases SET id = @to || substr(id, length(@from) + 1)
    WHERE substr(id, 1, length(@from)) = @from
  `);
  const lists = database.prepare<[string], { id: string; allowed: string }>(
    'SELECT id, allowed_models AS allowed FROM agent_tokens WHERE instr(allowed_models, ?) > 0',
  );
  const setList = database.prepare<[string, string]>(
    'UPDATE agent_tokens SET allowed_models = ? WHERE id = ?',
  );
  return (fromName, toName) => {
    const [from, to] = [prefixOf(fromName), prefixOf(toName)];
    moveAliases.run({ from, to });
    for (const { id, allowed } of lists.all(from)) {
      const list = parseJsonColumn(allowedModels, allowed, `the model list of agent token ${id}`);
      const moved = list.map((entry) => (entry.startsWith(from) ? to + entry.slice(from.length) : entry));
      setList.run(JSON.stringify(moved), id);
    }
  };
}

function prepareRemove(database: Database): (id: string, name: string) => void {
  const aliases = database.prepare<{ from: string }>(
    'DELETE FROM aliases WHERE substr(id, 1, length(@from)) = @from',
  );
  const tokens = database.prepare<[string]>('DELETE FROM agent_tokens WHERE workspace_id = ?');
  const keys = database.prepare<[string]>('DELETE FROM keys WHERE workspace_id = ?');
  const workspace = database.prepare<[string]>('DELETE FROM workspaces WHERE id = ?');
  return (id, name) => {
    aliases.run({ from: prefixOf(name) });
    for (const statement of [tokens, keys, workspace]) statement.run(id);
  };
}

const prefixOf = (name: string): string => `client:${name}/`;

function toRow(stored: StoredRow): WorkspaceRow {
  const { id, clientId, name, credentialHash, createdAt, lastUsedAt } = stored;
  const credentialEnabled = stored.credentialEnabled === 1;
  const limits = readLimits(stored);
  return { id, clientId, name, credentialHash, credentialEnabled, limits, createdAt, lastUsedAt };
}

function toStored({ credentialEnabled, limits, ...row }: WorkspaceRow): StoredRow {
  return { ...row, credentialEnabled: Number(credentialEnabled), ...storeLimits(limits) };
}
