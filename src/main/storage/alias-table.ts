import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { parseJsonColumn } from './json-column';
import type { AliasRow, AliasTable } from './types';

const slots = z.array(
  z.object({ provider: z.string(), model: z.string(), keyId: z.string().nullable(), enabled: z.boolean() }),
);

type StoredRow = Omit<AliasRow, 'slots' | 'routeAroundRefusals'> & {
  readonly slots: string;
  readonly routeAroundRefusals: number;
};

export function createAliasTable(database: Database): AliasTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, slots, stream_safety AS streamSafety, patience_ms AS patienceMs,
      first_token_ms AS firstTokenMs, max_attempts AS maxAttempts,
      route_around_refusals AS routeAroundRefusals
    FROM aliases ORDER BY id
  `);
  const upsert = database.prepare<[StoredRow]>(`
    INSERT INTO aliases (id, slots, stream_safety, patience_ms, first_token_ms, max_attempts, route_around_refusals)
    VALUES (@id, @slots, @streamSafety, @patienceMs, @firstTokenMs, @maxAttempts, @routeAroundRefusals)
    ON CONFLICT (id) DO UPDATE SET slots = excluded.slots, stream_safety = excluded.stream_safety,
      patience_ms = excluded.patience_ms, first_token_ms = excluded.first_token_ms,
      max_attempts = excluded.max_attempts, route_around_refusals = excluded.route_around_refusals
  `);
  const remove = database.prepare<[string]>('DELETE FROM aliases WHERE id = ?');
  return {
    list: () => select.all().map(toRow),
    put: (row) => {
      upsert.run({
        ...row,
        slots: JSON.stringify(row.slots),
        routeAroundRefusals: Number(row.routeAroundRefusals),
      });
    },
    delete: (id) => remove.run(id).changes > 0,
  };
}

function toRow(stored: StoredRow): AliasRow {
  return {
    ...stored,
    slots: parseJsonColumn(slots, stored.slots, `the chain of alias ${stored.id}`),
    routeAroundRefusals: stored.routeAroundRefusals === 1,
  };
}
