import { z } from 'zod';
import type { AgentToken, CreatedAgentToken } from '../domain/agent-token';
import type { Alias } from '../domain/alias';
import type { ApiError, AppEvent } from '../domain/event';
import type { KeyTestResult, ProviderKey } from '../domain/key';
import type { ProviderSummary } from '../domain/provider';
import type { RequestDetail, RequestSummary } from '../domain/request';
import type { RouteExplanation } from '../domain/route-explanation';
import type { Settings } from '../domain/settings';
import type { Status } from '../domain/status';
import type { CreatedWorkspace, Workspace } from '../domain/workspace';
import { agentTokenCreateRequest, agentTokenRef, agentTokenUpdateRequest } from './agent-tokens';
import { aliasPutRequest, aliasRef } from './aliases';
import { keyCreateRequest, keyRef, keyUpdateRequest } from './keys';
import { providerCreateRequest, providerRef, providerUpdateRequest } from './providers';
import { requestListRequest, requestRef } from './requests';
import { routeExplainRequest } from './routing';
import { settingsUpdateRequest } from './settings';
import { vaultUnlockRequest } from './vault';
import { workspaceCreateRequest } from './workspaces';

export interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

/** What comes back over IPC: errors are values here, because Electron strips thrown ones. */
export type IpcResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ApiError };

export const themeRequest = z.enum(['light', 'dark', 'system']);
export type Theme = z.output<typeof themeRequest>;

const nothing = z.undefined();

/** Channel → schema of its request. Main parses every request with it. */
export const ipcRequests = {
  'status:get': nothing,
  'gateway:pause': nothing,
  'gateway:resume': nothing,
  'vault:unlock': vaultUnlockRequest,
  'workspaces:list': nothing,
  'workspaces:create': workspaceCreateRequest,
  'providers:list': nothing,
  'providers:create': providerCreateRequest,
  'providers:update': z.strictObject({ ...providerRef.shape, ...providerUpdateRequest.shape }),
  'providers:delete': providerRef,
  'keys:list': nothing,
  'keys:create': keyCreateRequest,
  'keys:update': z.strictObject({ id: keyRef.shape.id, change: keyUpdateRequest }),
  'keys:delete': keyRef,
  'keys:test': keyRef,
  'keys:try': keyCreateRequest,
  'keys:reset-health': keyRef,
  'aliases:list': nothing,
  'aliases:put': z.strictObject({ id: aliasRef.shape.id, alias: aliasPutRequest }),
  'aliases:delete': aliasRef,
  'agent-tokens:list': nothing,
  'agent-tokens:create': agentTokenCreateRequest,
  'agent-tokens:update': z.strictObject({ id: agentTokenRef.shape.id, change: agentTokenUpdateRequest }),
  'agent-tokens:delete': agentTokenRef,
  'requests:list': requestListRequest,
  'requests:get': requestRef,
  'route:explain': routeExplainRequest,
  'settings:get': nothing,
  'settings:update': settingsUpdateRequest,
  'clipboard:write': z.string().max(100_000),
  'links:open': z.strictObject({ provider_id: z.string().min(1).max(63) }),
  'theme:get': nothing,
  'theme:set': themeRequest,
} as const satisfies Record<string, z.ZodType>;

export type IpcChannel = keyof typeof ipcRequests;
/** What a caller passes (before defaults are filled in). */
export type IpcRequest<C extends IpcChannel> = z.input<(typeof ipcRequests)[C]>;
/** What a handler receives. */
export type IpcParsed<C extends IpcChannel> = z.output<(typeof ipcRequests)[C]>;

export interface IpcResponses {
  'status:get': Status;
  'gateway:pause': Status;
  'gateway:resume': Status;
  'vault:unlock': Status;
  'workspaces:list': readonly Workspace[];
  'workspaces:create': CreatedWorkspace;
  'providers:list': readonly ProviderSummary[];
  'providers:create': ProviderSummary;
  'providers:update': ProviderSummary;
  'providers:delete': null;
  'keys:list': readonly ProviderKey[];
  'keys:create': ProviderKey;
  'keys:update': ProviderKey;
  'keys:delete': null;
  'keys:test': KeyTestResult;
  /** Tests a key that is not stored yet. */
  'keys:try': KeyTestResult;
  'keys:reset-health': ProviderKey;
  'aliases:list': readonly Alias[];
  'aliases:put': Alias;
  'aliases:delete': null;
  'agent-tokens:list': readonly AgentToken[];
  'agent-tokens:create': CreatedAgentToken;
  'agent-tokens:update': AgentToken;
  'agent-tokens:delete': null;
  'requests:list': Page<RequestSummary>;
  'requests:get': RequestDetail;
  'route:explain': RouteExplanation;
  'settings:get': Settings;
  'settings:update': Settings;
  'clipboard:write': null;
  /** Opens the provider's key page in the system browser. */
  'links:open': null;
  'theme:get': Theme;
  'theme:set': Theme;
}

/** Channel on which main sends batches of events, at most 10 a second. */
export const EVENTS_CHANNEL = 'events';
export type EventBatch = readonly AppEvent[];
