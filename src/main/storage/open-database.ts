import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StorageError } from './errors';
import { type Migration, migrate } from './migrate';
import { MIGRATIONS } from './migrations';

const OWNER_ONLY = 0o600;
const BUSY_TIMEOUT_MS = 2_000;
/** Read in full at every start anyway; the log is too large to be checked then. */
const CHECKED_TABLES = [
  'settings',
  'workspaces',
  'agent_tokens',
  'keys',
  'invites',
  'aliases',
  'custom_providers',
  'provider_switches',
  'health',
] as const;

export interface DatabaseLocation {
  readonly file: string;
  /** Path of the SQLite add-on where the shipped one does not fit the runtime; else `null`. */
  readonly nativeBinding: string | null;
}

export interface Schema {
  readonly migrations: readonly Migration[];
  /** Small tables that are looked through at every start. */
  readonly checkedTables: readonly string[];
  /** What is deleted is overwritten with zeros. */
  readonly holdsSecrets?: boolean;
}

const MAIN_SCHEMA: Schema = {
  migrations: MIGRATIONS,
  checkedTables: CHECKED_TABLES,
  holdsSecrets: true,
};

/** Opens the database at the newest schema, or makes it where there is none. Throws StorageError. */
export function openDatabase(location: DatabaseLocation, schema: Schema = MAIN_SCHEMA): Database.Database {
  return describingFailures(location.file, () => {
    if (!existsSync(location.file)) createDatabaseFile(location, schema);
    if (statSync(location.file).size === 0) {
      throw damaged(location.file, 'it is empty');
    }
    restrictToOwner(location.file);
    return closingOnFailure(connect(location), (database) => {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.pragma('foreign_keys = ON');
      if (schema.holdsSecrets) database.pragma('secure_delete = ON');
      // A key that is deleted leaves nothing in the file; the log is too large to be treated so.
      if (schema === MAIN_SCHEMA) database.pragma('secure_delete = ON');
      migrate(database, schema.migrations);
      checkTables(database, location.file, schema);
    });
  });
}

/**
 * Under another name first, then renamed: so a half-made or empty file under the real name always means
 * damage and is never mistaken for a first start.
 */
function createDatabaseFile(location: DatabaseLocation, { migrations }: Schema): void {
  const { file } = location;
  if (existsSync(`${file}-wal`)) {
    throw damaged(file, 'it is missing, but its write-ahead log is there');
  }
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  rmSync(`${draft}-journal`, { force: true });
  // SQLite gives its side files the mode of the main one.
  closeSync(openSync(draft, 'wx', OWNER_ONLY));
  closingOnFailure(connect({ ...location, file: draft }), (database) =>
    migrate(database, migrations),
  ).close();
  renameSync(draft, file);
  flushFolder(dirname(file));
}

function connect({ file, nativeBinding }: DatabaseLocation): Database.Database {
  return new Database(file, {
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
    ...(nativeBinding === null ? {} : { nativeBinding }),
  });
}

function restrictToOwner(file: string): void {
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(path)) chmodSync(path, OWNER_ONLY);
  }
}

function checkTables(database: Database.Database, file: string, { checkedTables }: Schema): void {
  for (const table of checkedTables) {
    const result = database.pragma(`quick_check(${table})`, { simple: true });
    if (result !== 'ok') throw damaged(file, `table ${table} is not readable`);
  }
}

/** So that the rename survives a power cut. Windows cannot open a folder. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function closingOnFailure(
  database: Database.Database,
  prepare: (database: Database.Database) => void,
): Database.Database {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function describingFailures(file: string, open: () => Database.Database): Database.Database {
  try {
    return open();
  } catch (error) {
    throw describeFailure(file, error);
  }
}

function describeFailure(file: string, error: unknown): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(code)) return damaged(file, error.message, error);
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|BUSY|FULL)|^E(ACCES|PERM|ROFS|NOENT|NOSPC|ISDIR)$/.test(code)) {
    return new StorageError(
      'not_accessible',
      `The database ${file} cannot be read or written (${error.message}). Check the permissions of its folder and the space left.`,
      { cause: error },
    );
  }
  return error;
}

function damaged(file: string, what: string, cause?: Error): StorageError {
  return new StorageError(
    'damaged',
    `The database ${file} is damaged: ${what}. It was left as it is; put a backup in its place, or move it away to start afresh.`,
    { cause },
  );
}
