import type { AgentToken, CreatedAgentToken } from '../../shared/domain/agent-token';
import type { Alias } from '../../shared/domain/alias';
import type { AttentionItem } from '../../shared/domain/attention';
import type { BackupState, ChangePlan, ExportedBackup, RestorePlan } from '../../shared/domain/change-plan';
import type { CatalogRefresh, Diagnostics } from '../../shared/domain/diagnostics';
import type { AppEvent } from '../../shared/domain/event';
import type { ModelSummary } from '../../shared/domain/model';
import type { OriginEntry } from '../../shared/domain/origin';
import type { Overview } from '../../shared/domain/overview';
import type { ProviderProbe, ProviderSummary } from '../../shared/domain/provider';
import type { RecordingState, RequestRecording } from '../../shared/domain/recording';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { RouteExplanation } from '../../shared/domain/route-explanation';
import type { Settings } from '../../shared/domain/settings';
import type { Status } from '../../shared/domain/status';
import type { TestRun } from '../../shared/domain/test-run';
import type { CreatedWorkspace, Workspace } from '../../shared/domain/workspace';
import type { AgentTokenCreateRequest, AgentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import type { AliasPutRequest } from '../../shared/ipc/aliases';
import type { BackupExportRequest, BackupRestoreOptions, ConfigImportRequest } from '../../shared/ipc/backup';
import type { ConfigDocument } from '../../shared/ipc/config-document';
import type { Page } from '../../shared/ipc/contract';
import type { PauseRequest, PortRequest } from '../../shared/ipc/gateway';
import type { ModelDescribeRequest, ModelSearchRequest } from '../../shared/ipc/models';
import type { OriginPutRequest } from '../../shared/ipc/origins';
import type {
  ProviderCreateRequest,
  ProviderProbeRequest,
  ProviderUpdateRequest,
} from '../../shared/ipc/providers';
import type { RecordNextRequest, RecordTokenRequest } from '../../shared/ipc/recordings';
import type { RequestListRequest } from '../../shared/ipc/requests';
import type { RouteExplainRequest } from '../../shared/ipc/routing';
import type { SettingsUpdateRequest } from '../../shared/ipc/settings';
import type { TestRunRequest } from '../../shared/ipc/test-runs';
import type { RequestExportRequest, UsageRequest } from '../../shared/ipc/usage';
import type {
  VaultPassphraseRequest,
  VaultProtectionRequest,
  VaultRekeyRequest,
  VaultUnlockRequest,
} from '../../shared/ipc/vault';
import type {
  WorkspaceCreateRequest,
  WorkspaceDeleteOptions,
  WorkspaceUpdateRequest,
} from '../../shared/ipc/workspaces';
import type { EventSink } from '../gateway/ports';
import type { RequestNews } from '../gateway/request-news';
import type { ExportPiece, ExportPlace } from '../storage/usage/types';
import type { InviteService } from './invites/service-types';
import type { ConnectService, KeyImportService, KeyService } from './key-service-types';

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
  readonly keyImport: KeyImportService;
  readonly connect: ConnectService;
  readonly invites: InviteService;
  readonly aliases: AliasService;
  readonly agentTokens: AgentTokenService;
  readonly requests: RequestService;
  readonly recordings: RecordingService;
  readonly usage: UsageService;
  readonly overview: OverviewService;
  readonly attention: AttentionService;
  readonly settings: SettingsService;
  readonly origins: OriginService;
  readonly routing: RoutingService;
  readonly testRun: TestRunService;
  readonly models: ModelService;
  readonly backup: BackupService;
  readonly config: ConfigService;
  readonly catalog: CatalogService;
  readonly diagnostics: DiagnosticsService;
  readonly events: EventHub;
}

export interface StatusService {
  get(): Status;
  /** With `minutes` it resumes by itself, after a restart too. */
  pause(request?: PauseRequest): Status;
  resume(): Status;
  /** The Gateway API moves to another port at once; one that cannot be had is refused, and nothing changes. */
  setPort(request: PortRequest): Promise<Status>;
}

export interface CatalogService {
  /** Asks every provider in use, and models.dev where that is wanted, for their list of models now. */
  refresh(): Promise<CatalogRefresh>;
}

export interface DiagnosticsService {
  collect(): Promise<Diagnostics>;
}

export interface VaultService {
  /** Chooses the passphrase when the vault has no protection yet. Where a keychain guards it, that is asked. */
  unlock(request: VaultUnlockRequest): Promise<Status>;
  lock(): Status;
  changePassphrase(request: VaultPassphraseRequest): Promise<Status>;
  /** From the passphrase to the keychain, or back. */
  setProtection(request: VaultProtectionRequest): Promise<Status>;
  /** Encrypts everything again under a new data key; the status tells how far it is. Goes on where one has stopped. */
  rekey(request: VaultRekeyRequest): Promise<Status>;
  /** Somebody is at the window: it is not time to lock. */
  touch(): Promise<void>;
  /** The computer goes to sleep, or its screen is locked. */
  systemAway(): Promise<void>;
}

export interface WorkspaceService {
  list(): readonly Workspace[];
  create(request: WorkspaceCreateRequest): CreatedWorkspace;
  /** A new name goes into its `client:` aliases and into allow-lists. */
  update(id: string, change: WorkspaceUpdateRequest): Workspace;
  /** A new client credential; the old one is dead at once. */
  rotate(id: string): CreatedWorkspace;
  delete(id: string, options: WorkspaceDeleteOptions): void;
}

export interface ProviderService {
  list(): readonly ProviderSummary[];
  create(request: ProviderCreateRequest): ProviderSummary;
  /** Asks an address for its models; adds nothing. */
  probe(request: ProviderProbeRequest): Promise<ProviderProbe>;
  update(id: string, change: ProviderUpdateRequest): ProviderSummary;
  /** Custom providers only; their keys go too. */
  delete(id: string): void;
  /** The page where a key of this provider can be had. */
  keyUrl(id: string): string | null;
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
  /** A new secret under the same policy; the old one is dead at once. */
  rotate(id: string): CreatedAgentToken;
  delete(id: string): void;
}

export interface RequestService {
  /** Runs off the main thread where the log is large. */
  list(request: RequestListRequest): Promise<Page<RequestSummary>>;
  get(id: string): Promise<RequestDetail>;
  /** Text of the whole log that fits, read piece by piece as fast as it is taken. */
  export(request: RequestExportRequest): Promise<AsyncIterable<string>>;
  /** One piece of the same, for whoever is in another thread. */
  exportPiece(question: ExportQuestion): Promise<ExportPiece>;
}

/** A piece of an export, and where it goes on. */
export interface ExportQuestion {
  readonly request: RequestExportRequest;
  readonly after: ExportPlace | null;
}

/** Prompts and answers that are kept because the user asked for it. */
export interface RecordingService {
  state(): RecordingState;
  /** Throws `vault_locked`: what is kept is kept sealed. */
  recordNext(request: RecordNextRequest): RecordingState;
  recordToken(request: RecordTokenRequest): RecordingState;
  get(requestId: string): RequestRecording;
  delete(requestId: string): RecordingState;
  clear(): RecordingState;
}

export interface UsageService {
  /** A UsageReport as JSON, made off the thread that serves requests. */
  read(request: UsageRequest): Promise<Uint8Array>;
}

export interface OverviewService {
  /** Cheap to ask again and again. */
  get(): Promise<Overview>;
}

export interface AttentionService {
  /** What a person should look at, the worst first. Every change of it is an `attention` event. */
  list(): readonly AttentionItem[];
}

export interface RoutingService {
  /** Where a request would go now and why not elsewhere. Calls nobody. */
  explain(request: RouteExplainRequest): RouteExplanation;
}

export interface TestRunService {
  /** A real request as the owner; it is logged and costs what it costs. */
  run(request: TestRunRequest): Promise<TestRun>;
}

export interface ModelService {
  /** What can be reached first. */
  search(request: ModelSearchRequest): readonly ModelSummary[];
  /** In the order asked. */
  describe(request: ModelDescribeRequest): readonly ModelSummary[];
}

export interface EventHub extends EventSink {
  /** What waits is told now: for whoever is asked what has happened so far. */
  flush(): void;
  /** Everything but requests. The returned function ends the subscription. */
  subscribe(listener: (event: AppEvent) => void): () => void;
  /** Requests, of which there may be thousands a second. The returned function ends the subscription. */
  onRequest(listener: (news: RequestNews) => void): () => void;
}

export interface SettingsService {
  get(): Settings;
  /** Merges what is named; everything else stays. Takes effect on the next request. */
  update(change: SettingsUpdateRequest): Settings;
  /** The returned function ends the subscription. */
  onChange(listener: (settings: Settings) => void): () => void;
}

export type { InviteDoor, InviteNetwork, InviteService, SubmitOutcome } from './invites/service-types';
export type { ConnectService, KeyImportService, KeyService, NewKey } from './key-service-types';

/** Everything in one encrypted file, and back. */
export interface BackupService {
  state(): BackupState;
  /** Throws `vault_locked`. */
  create(request: BackupExportRequest): Promise<ExportedBackup>;
  /** With `dry_run` only says what it would do. */
  restore(file: Uint8Array, options: BackupRestoreOptions): Promise<RestorePlan>;
  /** Brings back what was there before the last restore or import. */
  undo(): BackupState;
}

/** The configuration without secrets, as readable JSON. */
export interface ConfigService {
  read(): ConfigDocument;
  /** With `dry_run` only says what it would do. */
  import(request: ConfigImportRequest): ChangePlan;
}

export interface OriginService {
  /** What was allowed, and what was refused lately, newest first. */
  list(): readonly OriginEntry[];
  /** Allows an origin, or takes it off the list; gives the list after it. Takes effect on the next request. */
  put(request: OriginPutRequest): readonly OriginEntry[];
}

/** What the Gateway API's server asks about the `Origin` of each request. */
export interface OriginGate {
  /** Counts the request either way. */
  admits(origin: string): boolean;
}
