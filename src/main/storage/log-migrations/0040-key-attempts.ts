import type { Migration } from '../migrate';

/**
 * Every call made with a key that may make only so many a day. What a request's row tells is the key that answered;
 * those that failed, and those cut off by a crash, would be forgotten after a restart.
 */
export const keyAttempts: Migration = {
  version: 40,
  sql: `
    CREATE TABLE key_attempts (
      key_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      request_id TEXT NOT NULL
    ) STRICT;

    CREATE INDEX key_attempts_by_time ON key_attempts (key_id, at);
    CREATE INDEX key_attempts_by_request ON key_attempts (request_id, key_id);
  `,
};
