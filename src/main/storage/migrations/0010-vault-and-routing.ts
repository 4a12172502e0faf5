import type { Migration } from '../migrate';

/** Who may call, which keys there are, and what the user changed about routing. */
export const vaultAndRouting: Migration = {
  version: 10,
  sql: `
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE workspaces (
      id TEXT PRIMARY KEY,
      client_id TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL UNIQUE,
      credential_hash BLOB NOT NULL UNIQUE,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE agent_tokens (
      id TEXT PRIMARY KEY,
      workspace_id TEXT NOT NULL REFERENCES workspaces (id),
      name TEXT NOT NULL,
      token_hash BLOB NOT NULL UNIQUE,
      masked TEXT NOT NULL,
      allowed_models TEXT NOT NULL,
      scopes TEXT NOT NULL,
      expires_at INTEGER,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER
    ) STRICT;

    CREATE TABLE keys (
      id TEXT PRIMARY KEY,
      provider TEXT NOT NULL,
      label TEXT NOT NULL,
      masked TEXT NOT NULL,
      sealed BLOB NOT NULL,
      workspace_id TEXT REFERENCES workspaces (id),
      share_with_pool INTEGER NOT NULL CHECK (share_with_pool IN (0, 1)),
      account TEXT NOT NULL,
      priority INTEGER NOT NULL,
      enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
      fields TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER
    ) STRICT;

    CREATE TABLE aliases (
      id TEXT PRIMARY KEY,
      slots TEXT NOT NULL,
      stream_safety TEXT CHECK (stream_safety IN ('live', 'complete')),
      patience_ms INTEGER,
      first_token_ms INTEGER,
      max_attempts INTEGER
    ) STRICT;

    CREATE TABLE custom_providers (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      base_url TEXT NOT NULL,
      auth TEXT NOT NULL CHECK (auth IN ('bearer', 'none')),
      models TEXT NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE provider_switches (
      id TEXT PRIMARY KEY,
      enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE health (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      state TEXT NOT NULL,
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;
  `,
};
