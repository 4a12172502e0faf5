import type { Migration } from '../migrate';

/** Who was invited to bring a key, and what came of it. A token is kept only while it works. */
export const invites: Migration = {
  version: 50,
  sql: `
    CREATE TABLE invites (
      id TEXT PRIMARY KEY,
      provider TEXT NOT NULL,
      label TEXT NOT NULL,
      sender TEXT NOT NULL,
      message TEXT,
      workspace_id TEXT REFERENCES workspaces (id) ON DELETE CASCADE,
      share_with_pool INTEGER NOT NULL CHECK (share_with_pool IN (0, 1)),
      in_network INTEGER NOT NULL CHECK (in_network IN (0, 1)),
      token TEXT,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      ended_at INTEGER,
      ended_as TEXT CHECK (ended_as IN ('used', 'withdrawn', 'revoked')),
      key_id TEXT,
      withdrawal_hash BLOB UNIQUE,
      CHECK ((ended_at IS NULL) = (ended_as IS NULL)),
      CHECK (ended_at IS NULL OR token IS NULL)
    ) STRICT;
  `,
};
