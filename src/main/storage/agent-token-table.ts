import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { TOKEN_SCOPES } from '../../shared/domain/agent-token';
import { parseJsonColumn } from './json-column';
import {
  LIMIT_ASSIGNMENTS,
  LIMIT_COLUMNS,
  LIMIT_SELECTION,
  LIMIT_VALUES,
  readLimits,
  type StoredLimits,
  storeLimits,
} from './limit-columns';
import type { AgentTokenRow, AgentTokenTable } from './types';

const allowedModels = z.array(z.string());
const scopes = z.array(z.enum(TOKEN_SCOPES));

/** The row as SQLite holds it: lists as JSON, flags as 0 or 1, limits each in a column. */
type StoredRow = Omit<AgentTokenRow, 'allowedModels' | 'scopes' | 'enabled' | 'policy'> &
  StoredLimits & {
    readonly allowedModels: string;
    readonly scopes: string;
    readonly enabled: number;
    readonly freeModelsOnly: number;
  };

export function createAgentTokenTable(database: Database): AgentTokenTable {
  const select = database.prepare<[], StoredRow>(`
    SELECT id, workspace_id AS workspaceId, name, token_hash AS tokenHash, masked,
      allowed_models AS allowedModels, scopes, enabled, free_models_only AS freeModelsOnly,
      expires_at AS expiresAt, created_at AS createdAt, last_used_at AS lastUsedAt, ${LIMIT_SELECTION}
    FROM agent_tokens ORDER BY created_at, rowid
  `);
  const insert = database.prepare<[StoredRow]>(`
    INSERT INTO agent_tokens (id, workspace_id, name, token_hash, masked, allowed_models, scopes, enabled,
      free_models_only, expires_at, created_at, last_used_at, ${LIMIT_COLUMNS})
    VALUES (@id, @workspaceId, @name, @tokenHash, @masked, @allowedModels, @scopes, @enabled,
      @freeModelsOnly, @expiresAt, @createdAt, @lastUsedAt, ${LIMIT_VALUES})
  `);
  const update = database.prepare<[StoredRow]>(`
    UPDATE agent_tokens SET workspace_id = @workspaceId, name = @name, token_hash = @tokenHash,
      masked = @masked, allowed_models = @allowedModels, scopes = @scopes, enabled = @enabled,
      free_models_only = @freeModelsOnly, expires_at = @expiresAt, created_at = @createdAt,
      last_used_at = @lastUsedAt, ${LIMIT_ASSIGNMENTS}
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
    ...openLastApps(database),
  };
}

function openLastApps(database: Database): Pick<AgentTokenTable, 'lastApps' | 'noteApps'> {
  const select = database.prepare<[], { readonly id: string; readonly app: string }>(
    'SELECT id, last_app AS app FROM agent_tokens WHERE last_app IS NOT NULL',
  );
  const note = database.prepare<[string, string]>('UPDATE agent_tokens SET last_app = ? WHERE id = ?');
  const noteAll = database.transaction((apps: ReadonlyMap<string, string>) => {
    for (const [id, app] of apps) note.run(app, id);
  });
  return {
    lastApps: () => new Map(select.all().map(({ id, app }) => [id, app])),
    noteApps: (apps) => noteAll(apps),
  };
}

function toRow(stored: StoredRow): AgentTokenRow {
  const { id, workspaceId, name, tokenHash, masked, expiresAt, createdAt, lastUsedAt } = stored;
  const place = `agent token ${id}`;
  return {
    id,
    workspaceId,
    name,
    tokenHash,
    masked,
    allowedModels: parseJsonColumn(allowedModels, stored.allowedModels, `the model list of ${place}`),
    scopes: parseJsonColumn(scopes, stored.scopes, `the scope list of ${place}`),
    enabled: stored.enabled === 1,
    policy: { ...readLimits(stored), freeModelsOnly: stored.freeModelsOnly === 1 },
    expiresAt,
    createdAt,
    lastUsedAt,
  };
}

function toStored({ policy, enabled, ...row }: AgentTokenRow): StoredRow {
  return {
    ...row,
    allowedModels: JSON.stringify(row.allowedModels),
    scopes: JSON.stringify(row.scopes),
    enabled: Number(enabled),
    freeModelsOnly: Number(policy.freeModelsOnly),
    ...storeLimits(policy),
  };
}
