import type { Database } from 'better-sqlite3';
import type { WorkspaceRow, WorkspaceTable } from './types';

export function createWorkspaceTable(database: Database): WorkspaceTable {
  const select = database.prepare<[], WorkspaceRow>(`
    SELECT id, client_id AS clientId, name, credential_hash AS credentialHash, created_at AS createdAt
    FROM workspaces ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[WorkspaceRow]>(`
    INSERT INTO workspaces (id, client_id, name, credential_hash, created_at)
    VALUES (@id, @clientId, @name, @credentialHash, @createdAt)
  `);
  return {
    list: () => select.all(),
    insert: (row) => {
      insert.run(row);
    },
  };
}
