import type { Database } from 'better-sqlite3';
import type { SettingTable } from './types';

export function createSettingTable(database: Database): SettingTable {
  const select = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?');
  const upsert = database.prepare<[string, string]>(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    get: (name) => select.get(name)?.value ?? null,
    set: (name, value) => {
      upsert.run(name, value);
    },
  };
}
