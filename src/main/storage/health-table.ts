import type { Database } from 'better-sqlite3';
import type { HealthTable } from './types';

type HealthEntry = ReturnType<HealthTable['list']>[number];

export function createHealthTable(database: Database): HealthTable {
  const select = database.prepare<[], HealthEntry>('SELECT kind, id, state FROM health');
  const upsert = database.prepare<[HealthEntry]>(`
    INSERT INTO health (kind, id, state) VALUES (@kind, @id, @state)
    ON CONFLICT (kind, id) DO UPDATE SET state = excluded.state
  `);
  const remove = database.prepare<[string, string]>('DELETE FROM health WHERE kind = ? AND id = ?');
  const putAll = database.transaction((entries: readonly HealthEntry[]) => {
    for (const entry of entries) upsert.run(entry);
  });
  return {
    list: () => select.all(),
    put: (entries) => putAll(entries),
    delete: (kind, id) => {
      remove.run(kind, id);
    },
  };
}
