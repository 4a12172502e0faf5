import type { Migration } from '../migrate';

/** Of `recordings.db`. Contents are sealed under the key, and the key by the vault. */
export const RECORDING_MIGRATIONS: readonly Migration[] = [
  {
    version: 10,
    sql: `
      CREATE TABLE recordings (
        id TEXT PRIMARY KEY,
        recorded_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        sealed BLOB NOT NULL
      ) STRICT;

      CREATE INDEX recordings_by_time ON recordings (recorded_at);

      CREATE TABLE sealed_key (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        sealed BLOB NOT NULL
      ) STRICT;
    `,
  },
];
