import { type DatabaseLocation, openDatabase } from '../open-database';
import type { RecordingFacts, RecordingTable } from '../types';
import { RECORDING_MIGRATIONS } from './migrations';

/** Opens `recordings.db`, in which what is deleted is overwritten. Throws StorageError. */
export function openRecordings(location: DatabaseLocation): RecordingTable & { close(): void } {
  const database = openDatabase(location, {
    migrations: RECORDING_MIGRATIONS,
    checkedTables: ['sealed_key'],
    holdsSecrets: true,
  });
  const list = database.prepare<[], RecordingFacts>(
    'SELECT id, recorded_at AS recordedAt, bytes FROM recordings ORDER BY recorded_at, rowid',
  );
  const get = database.prepare<[string], { readonly sealed: Uint8Array }>(
    'SELECT sealed FROM recordings WHERE id = ?',
  );
  const insert = database.prepare<[RecordingFacts & { readonly sealed: Uint8Array }]>(
    'INSERT OR REPLACE INTO recordings (id, recorded_at, bytes, sealed) VALUES (@id, @recordedAt, @bytes, @sealed)',
  );
  const remove = database.prepare<[string]>('DELETE FROM recordings WHERE id = ?');
  const removeAll = database.transaction((ids: readonly string[]) => {
    for (const id of ids) remove.run(id);
  });
  const getKey = database.prepare<[], { readonly sealed: Uint8Array }>('SELECT sealed FROM sealed_key');
  const setKey = database.prepare<[Uint8Array]>(
    'INSERT INTO sealed_key (one, sealed) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET sealed = excluded.sealed',
  );
  return {
    list: () => list.all(),
    get: (id) => get.get(id)?.sealed ?? null,
    insert: (row) => void insert.run(row),
    delete(ids) {
      removeAll(ids);
      // What is left of them is in the write-ahead log.
      database.pragma('wal_checkpoint(TRUNCATE)');
    },
    key: () => getKey.get()?.sealed ?? null,
    setKey: (sealed) => void setKey.run(sealed),
    close: () => void database.close(),
  };
}
