import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parseJsonColumn } from './json-column';
import { readKeyLimits, type StoredKeyLimits, storeKeyLimits } from './limit-columns';
import type { KeyRow, KeyTable } from './types';

const fields = z.record(z.string(), z.string());

/** The row as SQLite holds it: flags as 0 or 1, fields as JSON, limits each in a column. */
type StoredRow = Omit<KeyRow, 'shareWithPool' | 'enabled' | 'fields' | 'limits'> &
  StoredKeyLimits & {
    readonly shareWithPool: number;
    readonly enabled: number;
    readonly fields: string;
  };

export function createKeyTable(database: Database): KeyTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, provider, label, masked, sealed, workspace_id AS workspaceId, share_with_pool AS shareWithPool,
      account, priority, enabled, fields, created_at AS createdAt, last_used_at AS lastUsedAt,
      daily_limit AS dailyLimit, minute_limit AS minuteLimit, spend_limit_nano_usd AS budgetLimit,
      spend_limit_period AS budgetWindow, spend_limit_action AS budgetAction
    FROM keys ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO keys (id, provider, label, masked, sealed, workspace_id, share_with_pool, account, priority,
      enabled, fields, created_at, last_used_at, daily_limit, minute_limit, spend_limit_nano_usd,
      spend_limit_period, spend_limit_action)
    VALUES (@id, @provider, @label, @masked, @sealed, @workspaceId, @shareWithPool, @account, @priority,
      @enabled, @fields, @createdAt, @lastUsedAt, @dailyLimit, @minuteLimit, @budgetLimit,
      @budgetWindow, @budgetAction)
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE keys SET provider = @provider, label = @label, masked = @masked, sealed = @sealed,
      workspace_id = @workspaceId, share_with_pool = @shareWithPool, account = @account, priority = @priority,
      enabled = @enabled, fields = @fields, created_at = @createdAt, last_used_at = @lastUsedAt,
      daily_limit = @dailyLimit, minute_limit = @minuteLimit, spend_limit_nano_usd = @budgetLimit,
      spend_limit_period = @budgetWindow, spend_limit_action = @budgetAction
    WHERE id = @id
  `);
  const remove = database.prepare<[string]>('DELETE FROM keys WHERE id = ?');
  const touch = database.prepare<[number, string]>('UPDATE keys SET last_used_at = ? WHERE id = ?');
  const reseal = database.prepare<[Uint8Array, string]>('UPDATE keys SET sealed = ? WHERE id = ?');
  const resealAll = database.transaction((sealed: ReadonlyMap<string, Uint8Array>) => {
    for (const [id, own] of sealed) reseal.run(own, id);
  });
  const touchAll = database.transaction((lastUsed: ReadonlyMap<string, number>) => {
    for (const [id, time] of lastUsed) touch.run(time, id);
  });
  const insertAll = database.transaction((rows: readonly KeyRow[]) => {
    for (const row of rows) insert.run(toStored(row));
  });
  const updateAll = database.transaction((rows: readonly KeyRow[]) => {
    for (const row of rows) update.run(toStored(row));
  });
  return {
    list: () => select.all().map(toRow),
    insert: (row) => {
      insert.run(toStored(row));
    },
    update: (row) => {
      update.run(toStored(row));
    },
    insertAll: (rows) => insertAll(rows),
    updateAll: (rows) => updateAll(rows),
    delete: (id) => remove.run(id).changes > 0,
    reseal: (sealed) => resealAll(sealed),
    touch: (lastUsed) => touchAll(lastUsed),
  };
}

function toRow(stored: StoredRow): KeyRow {
  const { dailyLimit, minuteLimit, budgetLimit, budgetWindow, budgetAction, ...row } = stored;
  return {
    ...row,
    shareWithPool: row.shareWithPool === 1,
    enabled: row.enabled === 1,
    fields: parseJsonColumn(fields, row.fields, `the extra fields of key ${row.id}`),
    limits: readKeyLimits({ dailyLimit, minuteLimit, budgetLimit, budgetWindow, budgetAction }),
  };
}

function toStored({ limits, ...row }: KeyRow): StoredRow {
  return {
    ...row,
    shareWithPool: Number(row.shareWithPool),
    enabled: Number(row.enabled),
    fields: JSON.stringify(row.fields),
    ...storeKeyLimits(limits),
  };
}
