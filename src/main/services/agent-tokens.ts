import type { AgentToken } from '../../shared/domain/agent-token';
import type { AgentTokenCreateRequest, AgentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import { describeBudget } from '../gateway/describe-budget';
import { NO_LIMITS } from '../gateway/no-limits';
import type { AgentTokenRow } from '../storage/types';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { LastApps } from './last-apps';
import type { LastUsed } from './last-used';
import { changeLimits, showLimits } from './limit-fields';
import { newId } from './new-id';
import { notFound, refuse } from './refusals';
import type { AgentTokenService } from './types';
import { PERSONAL_WORKSPACE, type WorkspaceBook } from './workspace-book';

interface AgentTokenParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock' | 'gateway'> {
  readonly book: AgentTokenBook;
  readonly workspaces: WorkspaceBook;
  readonly lastUsed: LastUsed;
  readonly lastApps: LastApps;
  readonly onChange: () => void;
}

export function createAgentTokenService(parts: AgentTokenParts): AgentTokenService {
  const { book, lastUsed } = parts;
  const toToken = (row: AgentTokenRow) => toAgentToken(row, parts);

  function find(id: string): AgentTokenRow {
    const row = book.get(id);
    if (!row) throw notFound('agent token', id);
    return row;
  }

  function replace(row: AgentTokenRow): AgentToken {
    book.update({ ...row, lastUsedAt: lastUsed.of(row.id, row.lastUsedAt) });
    parts.onChange();
    return toToken(row);
  }

  return {
    list: () => book.list().map(toToken),
    create(request) {
      const { row, token } = makeToken(request, parts);
      book.insert(row);
      parts.onChange();
      return { ...toToken(row), token };
    },
    update: (id, change) => replace(changeRow(find(id), change)),
    rotate(id) {
      const row = find(id);
      const { token, ...secret } = makeSecret(parts);
      return { ...replace({ ...row, ...secret }), token };
    },
    delete(id) {
      find(id);
      book.delete(id);
      lastUsed.forget(id);
      parts.lastApps.forget(id);
      parts.onChange();
    },
  };
}

function makeToken(request: AgentTokenCreateRequest, parts: AgentTokenParts) {
  const workspaceId = request.workspace_id ?? PERSONAL_WORKSPACE;
  if (!parts.workspaces.get(workspaceId))
    throw refuse('workspace_id', `There is no workspace "${workspaceId}".`);
  const now = parts.clock.now();
  const expiresAt = toEpoch(request.expires_at);
  if (expiresAt !== null && expiresAt <= now)
    throw refuse('expires_at', 'expires_at has passed already: this token would never work.');
  const { token, ...secret } = makeSecret(parts);
  const row: AgentTokenRow = {
    id: newId(),
    workspaceId,
    name: request.name,
    ...secret,
    allowedModels: request.allowed_models,
    scopes: request.scopes,
    enabled: true,
    policy: { ...changeLimits(NO_LIMITS, request), freeModelsOnly: request.free_models_only ?? false },
    expiresAt,
    createdAt: now,
    lastUsedAt: null,
  };
  return { row, token };
}

function makeSecret({ tokens, tokenHasher }: Pick<AgentTokenParts, 'tokens' | 'tokenHasher'>) {
  const token = tokens.makeAgentToken();
  return { token, tokenHash: tokenHasher.hash(token), masked: tokens.maskSecret(token) };
}

function changeRow(row: AgentTokenRow, change: AgentTokenUpdateRequest): AgentTokenRow {
  return {
    ...row,
    name: change.name ?? row.name,
    enabled: change.enabled ?? row.enabled,
    allowedModels: change.allowed_models ?? row.allowedModels,
    scopes: change.scopes ?? row.scopes,
    policy: {
      ...changeLimits(row.policy, change),
      freeModelsOnly: change.free_models_only ?? row.policy.freeModelsOnly,
    },
    expiresAt: change.expires_at === undefined ? row.expiresAt : toEpoch(change.expires_at),
  };
}

function toAgentToken(row: AgentTokenRow, parts: AgentTokenParts): AgentToken {
  const { workspaces, lastUsed, lastApps, gateway } = parts;
  return {
    id: row.id,
    name: row.name,
    workspace_id: row.workspaceId,
    client_id: workspaces.get(row.workspaceId)?.clientId ?? '',
    masked: row.masked,
    enabled: row.enabled,
    allowed_models: row.allowedModels,
    free_models_only: row.policy.freeModelsOnly,
    scopes: row.scopes,
    ...showLimits(row.policy),
    budget: describeBudget(gateway().limits.budget('token', row.id, row.policy.budget)),
    expires_at: toTime(row.expiresAt),
    created_at: new Date(row.createdAt).toISOString(),
    last_used_at: toTime(lastUsed.of(row.id, row.lastUsedAt)),
    last_used_by: lastApps.of(row.id),
  };
}

function toEpoch(time: string | null | undefined): number | null {
  return time ? Date.parse(time) : null;
}

function toTime(epoch: number | null): string | null {
  return epoch === null ? null : new Date(epoch).toISOString();
}
