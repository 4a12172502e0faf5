import type { Database } from 'better-sqlite3';
import { StorageError } from './errors';

export interface Migration {
  /** Multiple of ten; becomes the file's `user_version`. */
  readonly version: number;
  readonly sql: string;
  /** What SQL cannot do, after it. In the same transaction. */
  readonly convert?: (database: Database) => void;
}

/** Brings the database to the newest version, one transaction per step; a failed step leaves the one before. */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = readVersion(database);
  if (current > newest) {
    throw new StorageError(
      'newer_database',
      `The database was written by a newer version of SpiderGate (schema ${current}, this one knows ${newest}). Update SpiderGate; nothing was changed.`,
    );
  }
  for (const migration of migrations) {
    if (migration.version > current) applyMigration(database, migration);
  }
}

export function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function applyMigration(database: Database, migration: Migration): void {
  database
    .transaction(() => {
      database.exec(migration.sql);
      migration.convert?.(database);
      database.pragma(`user_version = ${migration.version}`);
    })
    .immediate();
}
