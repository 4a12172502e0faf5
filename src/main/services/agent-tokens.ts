import type { AgentToken } from '../../shared/domain/agent-token';
import type { AgentTokenCreateRequest } from '../../shared/ipc/agent-tokens';
import type { AgentTokenRow } from '../storage/types';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { LastUsed } from './last-used';
import { newId } from './new-id';
import { notFound, refuse } from './refusals';
import type { AgentTokenService } from './types';
import { PERSONAL_WORKSPACE, type WorkspaceBook } from './workspaces';

interface AgentTokenParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock'> {
  readonly book: AgentTokenBook;
  readonly workspaces: WorkspaceBook;
  readonly lastUsed: LastUsed;
  readonly onChange: () => void;
}

export function createAgentTokenService(parts: AgentTokenParts): AgentTokenService {
  const { book, workspaces, lastUsed } = parts;
  const toToken = (row: AgentTokenRow) => toAgentToken(row, workspaces, lastUsed);

  function find(id: string): AgentTokenRow {
    const row = book.get(id);
    if (!row) throw notFound('agent token', id);
    return row;
  }

  return {
    list: () => book.list().map(toToken),
    create(request) {
      const { row, token } = makeToken(request, parts);
      book.insert(row);
      parts.onChange();
      return { ...toToken(row), token };
    },
    update(id, change) {
      const row = find(id);
      const changed: AgentTokenRow = {
        ...row,
        name: change.name ?? row.name,
        allowedModels: change.allowed_models ?? row.allowedModels,
        scopes: change.scopes ?? row.scopes,
        expiresAt: change.expires_at === undefined ? row.expiresAt : toEpoch(change.expires_at),
        lastUsedAt: lastUsed.of(id, row.lastUsedAt),
      };
      book.update(changed);
      parts.onChange();
      return toToken(changed);
    },
    delete(id) {
      find(id);
      book.delete(id);
      lastUsed.forget(id);
      parts.onChange();
    },
  };
}

function makeToken(request: AgentTokenCreateRequest, parts: AgentTokenParts) {
  const { tokens, workspaces } = parts;
  const workspaceId = request.workspace_id ?? PERSONAL_WORKSPACE;
  if (!workspaces.get(workspaceId)) throw refuse('workspace_id', `There is no workspace "${workspaceId}".`);
  const token = tokens.makeAgentToken();
  const row: AgentTokenRow = {
    id: newId(),
    workspaceId,
    name: request.name,
    tokenHash: parts.tokenHasher.hash(token),
    masked: tokens.maskSecret(token),
    allowedModels: request.allowed_models,
    scopes: request.scopes,
    expiresAt: toEpoch(request.expires_at),
    createdAt: parts.clock.now(),
    lastUsedAt: null,
  };
  return { row, token };
}

function toAgentToken(row: AgentTokenRow, workspaces: WorkspaceBook, lastUsed: LastUsed): AgentToken {
  return {
    id: row.id,
    name: row.name,
    workspace_id: row.workspaceId,
    client_id: workspaces.get(row.workspaceId)?.clientId ?? '',
    masked: row.masked,
    allowed_models: row.allowedModels,
    scopes: row.scopes,
    expires_at: toTime(row.expiresAt),
    created_at: new Date(row.createdAt).toISOString(),
    last_used_at: toTime(lastUsed.of(row.id, row.lastUsedAt)),
  };
}

function toEpoch(time: string | null | undefined): number | null {
  return time ? Date.parse(time) : null;
}

function toTime(epoch: number | null): string | null {
  return epoch === null ? null : new Date(epoch).toISOString();
}
