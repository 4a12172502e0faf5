import type { Database } from 'better-sqlite3';
import type { StoredAttempt } from './journal-line';

/** A day is the longest anybody asks for; the rest is for a clock that was wrong for a while. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

export interface AttemptTable {
  /** Inside the caller's transaction. */
  add(attempt: StoredAttempt): void;
}

export function createAttemptTable(database: Database): AttemptTable {
  const insert = database.prepare<[string, number, string]>(
    'INSERT INTO key_attempts (key_id, at, request_id) VALUES (?, ?, ?)',
  );
  const forget = database.prepare<[string, number]>('DELETE FROM key_attempts WHERE key_id = ? AND at < ?');
  return {
    add({ id, keyId, at }) {
      insert.run(keyId, at, id);
      forget.run(keyId, at - KEPT_MS);
    },
  };
}
