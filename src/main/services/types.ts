import type { AgentToken, CreatedAgentToken } from '../../shared/domain/agent-token';
import type { Alias } from '../../shared/domain/alias';
import type { AppEvent } from '../../shared/domain/event';
import type { KeyTestResult, ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { RouteExplanation } from '../../shared/domain/route-explanation';
import type { Settings } from '../../shared/domain/settings';
import type { Status } from '../../shared/domain/status';
import type { CreatedWorkspace, Workspace } from '../../shared/domain/workspace';
import type { AgentTokenCreateRequest, AgentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import type { AliasPutRequest } from '../../shared/ipc/aliases';
import type { Page } from '../../shared/ipc/contract';
import type { KeyCreateRequest, KeyUpdateRequest } from '../../shared/ipc/keys';
import type { ProviderCreateRequest, ProviderUpdateRequest } from '../../shared/ipc/providers';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { RouteExplainRequest } from '../../shared/ipc/routing';
import type { SettingsUpdateRequest } from '../../shared/ipc/settings';
import type { VaultUnlockRequest } from '../../shared/ipc/vault';
import type { WorkspaceCreateRequest } from '../../shared/ipc/workspaces';

/**
 * What the window (over IPC) and scripts (over the Control API) can do. Requests arrive parsed.
 * Every method throws SpiderGateError (`not_found`, `invalid_request_error` with `param`, `conflict`,
 * `vault_locked` …) and then has changed nothing.
 */
export interface Services {
  readonly status: StatusService;
  readonly vault: VaultService;
  readonly workspaces: WorkspaceService;
  readonly providers: ProviderService;
  readonly keys: KeyService;
  readonly aliases: AliasService;
  readonly agentTokens: AgentTokenService;
  readonly requests: RequestService;
  readonly settings: SettingsService;
  readonly routing: RoutingService;
  readonly events: EventHub;
}

export interface StatusService {
  get(): Status;
  pause(): Status;
  resume(): Status;
}

export interface VaultService {
  /** Chooses the passphrase when the vault has no protection yet. */
  unlock(request: VaultUnlockRequest): Promise<Status>;
}

export interface WorkspaceService {
  list(): readonly Workspace[];
  create(request: WorkspaceCreateRequest): CreatedWorkspace;
}

export interface ProviderService {
  list(): readonly ProviderSummary[];
  create(request: ProviderCreateRequest): ProviderSummary;
  update(id: string, change: ProviderUpdateRequest): ProviderSummary;
  /** Custom providers only; their keys go too. */
  delete(id: string): void;
  /** The page where a key of this provider can be had. */
  keyUrl(id: string): string | null;
}

export interface KeyService {
  list(): readonly ProviderKey[];
  create(request: KeyCreateRequest): ProviderKey;
  update(id: string, change: KeyUpdateRequest): ProviderKey;
  delete(id: string): void;
  /** One cheap honest call with the stored key. */
  test(id: string): Promise<KeyTestResult>;
  /** The same for a key that is not stored. */
  try(request: KeyCreateRequest): Promise<KeyTestResult>;
  resetHealth(id: string): ProviderKey;
}

export interface AliasService {
  list(): readonly Alias[];
  put(id: string, request: AliasPutRequest): Alias;
  /** A built-in comes back with its default; a user's own is gone. */
  delete(id: string): void;
}

export interface AgentTokenService {
  list(): readonly AgentToken[];
  create(request: AgentTokenCreateRequest): CreatedAgentToken;
  update(id: string, change: AgentTokenUpdateRequest): AgentToken;
  delete(id: string): void;
}

export interface RequestService {
  /** Runs off the main thread where the log is large. */
  list(request: RequestListRequest): Promise<Page<RequestSummary>>;
  get(id: string): Promise<RequestDetail>;
}

export interface RoutingService {
  /** Where a request would go now and why not elsewhere. Calls nobody. */
  explain(request: RouteExplainRequest): RouteExplanation;
}

export interface EventHub {
  emit(event: AppEvent): void;
  /** The returned function ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void;
}

export interface SettingsService {
  get(): Settings;
  /** Merges what is named; everything else stays. Takes effect on the next request. */
  update(change: SettingsUpdateRequest): Settings;
  /** The returned function ends the subscription. */
  onChange(listener: (settings: Settings) => void): () => void;
}
