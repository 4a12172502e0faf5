import type { AppEvent } from '../../shared/domain/event';
import type { RequestStatus, TokenUsage } from '../../shared/domain/request';
import type { KeyScope, RouteTrace } from '../../shared/domain/route-trace';
import type { Settings } from '../../shared/domain/settings';
import type { RoutingHealth } from './health/types';
import type { Candidate } from './route';
import type { AliasDefinition, Identity, ModelFacts, NanoUsd, ProviderDefinition, UsableKey } from './types';

/** The only source of time in the gateway. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. */
  now(): number;
  /** Milliseconds that never go back; for durations. */
  monotonic(): number;
  /** Rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Runs `task` once what is under way in this turn of the event loop is done. */
  soon(task: () => void): void;
  /** Runs `task` once after `ms` (monotonic); the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
}

export type CredentialCheck =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly code: 'invalid_token_format' | 'invalid_api_key' };

/** Checks what a caller presented, in constant time for a given form. Answers from memory. */
export interface CredentialDirectory {
  check(presented: string): CredentialCheck;
  /** Called once per authenticated request; must not block. */
  touch(identity: Identity): void;
}

/** The vault as the engine sees it. Answers from memory. */
export interface KeyRing {
  /** Every key of the provider, also those switched off, in no particular order. */
  keysOf(providerId: string): readonly UsableKey[];
  key(keyId: string): UsableKey | null;
  /** Decrypts for use in one call; the caller must not keep it. */
  secretOf(keyId: string): SecretAnswer;
  isLocked(): boolean;
  touch(keyId: string): void;
}

export type SecretAnswer =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly reason: 'vault_locked' | 'damaged' | 'unknown_key' };

export interface ProviderDirectory {
  get(providerId: string): ProviderDefinition | null;
  list(): readonly ProviderDefinition[];
  isEnabled(providerId: string): boolean;
  /** Models found on a local server that answers now; `null` when it was not found running. */
  runningLocalModels(providerId: string): readonly string[] | null;
  /** Ids of local servers found running, in the order of preference. */
  runningLocalServers(): readonly string[];
}

export interface AliasBook {
  get(aliasId: string): AliasDefinition | null;
  list(): readonly AliasDefinition[];
}

export interface ModelCatalog {
  facts(providerId: string, model: string): ModelFacts | null;
  /** Providers known to have this model id, in the order of preference. */
  providersOf(model: string): readonly string[];
  /** Another array only when something in it has changed. */
  list(): readonly ModelFacts[];
  /** The provider said that it no longer has a model; its list is asked for again, before long. Never blocks. */
  noteGone(providerId: string): void;
}

/** A request to an upstream. `body` is sent as it is. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Whose request it is: a provider may have a proxy of its own. */
  readonly provider?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** Until response headers arrive; infinite where the caller keeps the time itself. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the body. */
  readonly idleTimeoutMs: number;
}

export interface UpstreamResponse {
  readonly status: number;
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded (gzip, br, deflate) bytes. Ending the iteration early closes the upstream connection. Throws TransportError. */
  readonly body: AsyncIterable<Uint8Array>;
}

export type TransportFailure =
  | 'refused'
  | 'reset'
  | 'dns'
  | 'tls'
  | 'unreachable'
  | 'headers_timeout'
  | 'idle_timeout'
  | 'aborted'
  | 'protocol';

/** What a `Transport` throws, and nothing else. The message holds no secret and no header value. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly kind: TransportFailure,
    message: string,
    /** `host:port` of the proxy that failed on the way; `null` when none did. */
    readonly proxy: string | null = null,
  ) {
    super(message);
  }
}

export interface Transport {
  /** Resolves with the response head; throws TransportError. */
  send(request: UpstreamRequest): Promise<UpstreamResponse>;
}

export interface RequestStart {
  readonly id: string;
  readonly startedAt: number;
  readonly workspaceId: string;
  readonly clientId: string;
  readonly tokenId: string | null;
  readonly tokenName: string | null;
  readonly requested: string;
  readonly alias: string | null;
  readonly dialect: string;
  readonly stream: boolean;
}

export interface RequestEnd {
  readonly status: Exclude<RequestStatus, 'running' | 'interrupted'>;
  readonly httpStatus: number;
  readonly errorCode: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly keyId: string | null;
  readonly keyLabel: string | null;
  readonly keyScope: KeyScope | null;
  readonly fallbackFrom: string | null;
  readonly attemptCount: number;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  readonly usage: TokenUsage | null;
  readonly cost: NanoUsd | null;
  readonly trace: RouteTrace;
}

/** What is written survives a crash of this process. */
export interface RequestLog {
  /** Written before anything of this turn of the event loop can be answered. */
  start(row: RequestStart): void;
  /** `null`: written. Else it is once the promise resolves, and nobody may be told of the end before. */
  finish(id: string, end: RequestEnd): Promise<void> | null;
}

export interface EventSink {
  emit(event: AppEvent): void;
}

/** Where the gateway's chance comes from, so that tests can fix it. */
export type Random = () => number;

/** Where conversations were answered last. */
export interface AffinityPort {
  placeOf(conversation: string): string | null;
  remember(conversation: string, served: Candidate): void;
}

/** What the user has chosen, as far as routing asks. */
export type RoutingPolicy = Pick<Settings, 'anonymous_providers' | 'first_token_budget_ms' | 'stall_ms'>;

export interface GatewaySwitch {
  isPaused(): boolean;
  isShuttingDown(): boolean;
}

/** Everything the gateway needs from outside. */
export interface GatewayPorts {
  readonly clock: Clock;
  /** 0 ≤ value < 1. */
  readonly random: Random;
  readonly credentials: CredentialDirectory;
  readonly keyRing: KeyRing;
  readonly providers: ProviderDirectory;
  readonly aliases: AliasBook;
  readonly catalog: ModelCatalog;
  readonly transport: Transport;
  readonly requestLog: RequestLog;
  readonly events: EventSink;
  readonly gate: GatewaySwitch;
  readonly health: RoutingHealth;
  readonly affinity: AffinityPort;
  /** Read anew for every request. */
  readonly policy: () => RoutingPolicy;
  /** Sent upstream as `user-agent`. */
  readonly userAgent: string;
}
