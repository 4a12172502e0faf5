import type { Migration } from '../migrate';

/**
 * The request log. Names of tokens and keys are copied in, without foreign keys: deleting a token must not
 * touch its history. Every index costs each request a page in the WAL, hence only these two.
 */
export const requestLog: Migration = {
  version: 20,
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
      trace TEXT
    ) STRICT;

    CREATE INDEX requests_by_time ON requests (started_at, seq, cost_nano_usd);
    CREATE INDEX requests_running ON requests (status) WHERE status = 'running';
  `,
};
