import type { Migration } from '../migrate';

/**
 * The request log, its books, and how far the journal was taken over. Names of tokens and keys are copied in:
 * deleting a token must not touch its history.
 */
export const requests: Migration = {
  version: 10,
  sql: `
    CREATE TABLE requests (
      seq INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      started_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      workspace_id TEXT NOT NULL,
      client_id TEXT NOT NULL,
      token_id TEXT,
      token_name TEXT,
      requested TEXT NOT NULL,
      alias TEXT,
      dialect TEXT NOT NULL,
      stream INTEGER NOT NULL,
      http_status INTEGER,
      error_code TEXT,
      provider TEXT,
      model TEXT,
      key_id TEXT,
      key_label TEXT,
      key_scope TEXT,
      fallback_from TEXT,
      attempt_count INTEGER NOT NULL DEFAULT 0,
      first_token_ms REAL,
      total_ms REAL,
      input_tokens INTEGER,
      output_tokens INTEGER,
      cached_tokens INTEGER,
      reasoning_tokens INTEGER,
      usage_estimated INTEGER,
      cost_nano_usd INTEGER,
      cost_source TEXT,
      saved_nano_usd INTEGER,
      trace TEXT
    ) STRICT;

    CREATE INDEX requests_by_time ON requests (started_at, seq);

    -- What a request would be booked at if this process ended now.
    CREATE TABLE running (
      id TEXT PRIMARY KEY,
      seq INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      workspace_id TEXT NOT NULL,
      token_id TEXT,
      key_id TEXT,
      reserved_nano_usd INTEGER NOT NULL,
      day_start INTEGER,
      week_start INTEGER,
      month_start INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE spend (
      scope TEXT NOT NULL,
      id TEXT NOT NULL,
      period TEXT NOT NULL,
      period_start INTEGER NOT NULL,
      cost_nano_usd INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      PRIMARY KEY (scope, id, period, period_start)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE journal (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      file INTEGER NOT NULL,
      read_to INTEGER NOT NULL
    ) STRICT;
  `,
};
