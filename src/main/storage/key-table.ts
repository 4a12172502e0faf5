import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parseJsonColumn } from './json-column';
import type { KeyRow, KeyTable } from './types';

const fields = z.record(z.string(), z.string());

/** The row as SQLite holds it: flags as 0 or 1, fields as JSON. */
type StoredRow = Omit<KeyRow, 'shareWithPool' | 'enabled' | 'fields'> & {
  readonly shareWithPool: number;
  readonly enabled: number;
  readonly fields: string;
};

export function createKeyTable(database: Database): KeyTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, provider, label, masked, sealed, workspace_id AS workspaceId, share_with_pool AS shareWithPool,
      account, priority, enabled, fields, created_at AS createdAt, last_used_at AS lastUsedAt
    FROM keys ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO keys (id, provider, label, masked, sealed, workspace_id, share_with_pool, account, priority,
      enabled, fields, created_at, last_used_at)
    VALUES (@id, @provider, @label, @masked, @sealed, @workspaceId, @shareWithPool, @account, @priority,
      @enabled, @fields, @createdAt, @lastUsedAt)
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE keys SET provider = @provider, label = @label, masked = @masked, sealed = @sealed,
      workspace_id = @workspaceId, share_with_pool = @shareWithPool, account = @account, priority = @priority,
      enabled = @enabled, fields = @fields, created_at = @createdAt, last_used_at = @lastUsedAt
    WHERE id = @id
  `);
  const remove = database.prepare<[string]>('DELETE FROM keys WHERE id = ?');
  const touch = database.prepare<[number, string]>('UPDATE keys SET last_used_at = ? WHERE id = ?');
  const touchAll = database.transaction((lastUsed: ReadonlyMap<string, number>) => {
    for (const [id, time] of lastUsed) touch.run(time, id);
  });
  return {
    list: () => select.all().map(toRow),
    insert: (row) => {
      insert.run(toStored(row));
    },
    update: (row) => {
      update.run(toStored(row));
    },
    delete: (id) => remove.run(id).changes > 0,
    touch: (lastUsed) => touchAll(lastUsed),
  };
}

function toRow(stored: StoredRow): KeyRow {
  return {
    ...stored,
    shareWithPool: stored.shareWithPool === 1,
    enabled: stored.enabled === 1,
    fields: parseJsonColumn(fields, stored.fields, `the extra fields of key ${stored.id}`),
  };
}

function toStored(row: KeyRow): StoredRow {
  return {
    ...row,
    shareWithPool: Number(row.shareWithPool),
    enabled: Number(row.enabled),
    fields: JSON.stringify(row.fields),
  };
}
