import type { Database } from 'better-sqlite3';
import { addPack, encodePack, type SetCounts } from './usage-pack';

/** Hours or days that were put together. */
export interface PackTable {
  /** On top of what is there; `sets` is used up by it. */
  add(start: number, sets: SetCounts): void;
}

export function createPackTable(
  database: Database,
  table: 'usage_hour_packs' | 'usage_day_packs',
): PackTable {
  const find = database.prepare<[number], Uint8Array>(`SELECT pack FROM ${table} WHERE start = ?`).pluck();
  const put = database.prepare<[number, Uint8Array]>(
    `INSERT INTO ${table} (start, pack) VALUES (?, ?) ON CONFLICT (start) DO UPDATE SET pack = excluded.pack`,
  );
  return {
    add(start, sets) {
      const before = find.get(start);
      if (before) addPack(sets, before);
      put.run(start, encodePack(sets));
    },
  };
}
