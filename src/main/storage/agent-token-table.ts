import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { TOKEN_SCOPES } from '../../shared/domain/agent-token';
import { parseJsonColumn } from './json-column';
import type { AgentTokenRow, AgentTokenTable } from './types';

const allowedModels = z.array(z.string());
const scopes = z.array(z.enum(TOKEN_SCOPES));

/** The row as SQLite holds it: lists as JSON. */
type StoredRow = Omit<AgentTokenRow, 'allowedModels' | 'scopes'> & {
  readonly allowedModels: string;
  readonly scopes: string;
};

export function createAgentTokenTable(database: Database): AgentTokenTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, workspace_id AS workspaceId, name, token_hash AS tokenHash, masked,
      allowed_models AS allowedModels, scopes, expires_at AS expiresAt, created_at AS createdAt,
      last_used_at AS lastUsedAt
    FROM agent_tokens ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO agent_tokens (id, workspace_id, name, token_hash, masked, allowed_models, scopes, expires_at,
      created_at, last_used_at)
    VALUES (@id, @workspaceId, @name, @tokenHash, @masked, @allowedModels, @scopes, @expiresAt,
      @createdAt, @lastUsedAt)
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE agent_tokens SET workspace_id = @workspaceId, name = @name, token_hash = @tokenHash,
      masked = @masked, allowed_models = @allowedModels, scopes = @scopes, expires_at = @expiresAt,
      created_at = @createdAt, last_used_at = @lastUsedAt
    WHERE id = @id
  `);
  const remove = database.prepare<[string]>('DELETE FROM agent_tokens WHERE id = ?');
  const touch = database.prepare<[number, string]>('UPDATE agent_tokens SET last_used_at = ? WHERE id = ?');
  const touchAll = database.transaction((lastUsed: ReadonlyMap<string, number>) => {
    for (const [id, time] of lastUsed) touch.run(time, id);
  });
  return {
    list: () => select.all().map(toRow),
    insert: (row) => {
      insert.run(toStored(row));
    },
    update: (row) => {
      update.run(toStored(row));
    },
    delete: (id) => remove.run(id).changes > 0,
    touch: (lastUsed) => touchAll(lastUsed),
  };
}

function toRow(stored: StoredRow): AgentTokenRow {
  const place = `agent token ${stored.id}`;
  return {
    ...stored,
    allowedModels: parseJsonColumn(allowedModels, stored.allowedModels, `the model list of ${place}`),
    scopes: parseJsonColumn(scopes, stored.scopes, `the scope list of ${place}`),
  };
}

function toStored(row: AgentTokenRow): StoredRow {
  return { ...row, allowedModels: JSON.stringify(row.allowedModels), scopes: JSON.stringify(row.scopes) };
}
