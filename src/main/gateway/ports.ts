import type { AppEvent } from '../../shared/domain/event';
import type { CostSource, RequestStatus, TokenUsage } from '../../shared/domain/request';
import type { KeyScope, RouteTrace } from '../../shared/domain/route-trace';
import type { Settings } from '../../shared/domain/settings';
import type { UsageNumbers } from '../../shared/domain/usage';
import type { Calendar } from '../../shared/time/calendar';
import type { Limits } from './auth/types';
import type { CostBook } from './cost/types';
import type { RoutingHealth } from './health/types';
import type { Recorder } from './recorder';
import type { RequestNews } from './request-news';
import type { Candidate } from './route';
import type { StopSignal } from './stop-switch';
import type {
  AliasDefinition,
  Identity,
  KeyAmount,
  ModelFacts,
  NanoUsd,
  ProviderDefinition,
  UsableKey,
} from './types';

/** The only source of time in the gateway. */
export interface Clock {
  /** Milliseconds since the epoch; may jump. */
  now(): number;
  /** Milliseconds that never go back; for durations. */
  monotonic(): number;
  /** Rejects when the signal aborts first. */
  sleep(ms: number, signal: StopSignal): Promise<void>;
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
  /** False once the credential this identity came with was revoked, paused, rotated or has expired. */
  isValid(identity: Identity): boolean;
  /** Called once per authenticated request; must not block. */
  touch(identity: Identity, userAgent?: string): void;
}

/** The vault as the engine sees it. Answers from memory. */
export interface KeyRing {
  /** Every key of the provider, also those switched off, in no particular order. */
  keysOf(providerId: string): readonly UsableKey[];
  key(keyId: string): UsableKey | null;
  /** Decrypts for use in one call; the caller must not keep it. */
  secretOf(keyId: string): SecretAnswer;
  isLocked(): boolean;
  /** Its entry in the vault was altered; known as soon as the vault has been unlocked once. */
  isDamaged(keyId: string): boolean;
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
  readonly signal: StopSignal;
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
  readonly body: UpstreamBody;
}

export interface UpstreamBody extends AsyncIterable<Uint8Array> {
  /** All of it, once, where it has come with the head, so that nobody need wait for it; `null`: iterate. */
  takeWhole?(): readonly Uint8Array[] | null;
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
  /** What was set aside for it in the budgets; 0 where none is kept. */
  readonly reserved: NanoUsd;
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
  /** `null` where nothing was served. */
  readonly costSource: CostSource | null;
  /** Estimate: what the alias's dearest paid slot would have cost more; `null`: nothing to compare with. */
  readonly savedNanoUsd: NanoUsd | null;
  /** What the budgets are charged; differs from `cost` where that is not known. */
  readonly booked: NanoUsd;
  /** The same by the keys it was spent with; less than all of it where a place needs none. */
  readonly keyAmounts: readonly KeyAmount[];
  readonly trace: RouteTrace;
}

/** What is written survives a crash of this process. */
export interface RequestLog {
  /** Written some milliseconds later, with its end where it is over by then; at once where an amount was set aside. */
  start(row: RequestStart): void;
  /** Other amounts set aside, in all and with keys that have a spend limit; after a crash they are what is booked. */
  reserve(id: string, amount: NanoUsd, keyAmounts: readonly KeyAmount[]): void;
  /** A call goes out with a key whose owner counts them; `at` epoch milliseconds. */
  attempt(id: string, keyId: string, at: number): void;
  /** Writes what waits, now: for what must survive a crash in this very turn. Throws when the disk refuses. */
  flush(): void;
  /** `null`: written. Else it is once the promise resolves, and nobody may be told of the end before. */
  finish(id: string, end: RequestEnd): Promise<void> | null;
}

export type SpendScope = 'token' | 'workspace' | 'key';

/** What was spent and asked before, kept over restarts. Answers from memory, finished requests included at once. */
export interface SpendBook {
  /** By what began at `from` or later and before `to`: epoch milliseconds, whole quarters of an hour. */
  spent(scope: SpendScope, id: string, from: number, to: number): NanoUsd;
  /**
   * Epoch milliseconds of the newest admitted requests, of a key: of its calls, oldest first. Reads the log: once per scope, at its first request.
   */
  recentStarts(scope: SpendScope, id: string, since: number, limit: number): readonly number[];
}

/** Bits of the thresholds that were told, by names of the ledger's own; kept over restarts. */
export interface ToldThresholds {
  /** `null`: nothing is known under this name. */
  get(name: string): number | null;
  /** Forgotten after `until`, epoch milliseconds. */
  set(name: string, bits: number, until: number): void;
}

type UsageSince = UsageNumbers & {
  /** A date in the user's time zone, or the moment this hour began. */
  readonly since: string;
};

/** What was counted, finished requests included at once. Reads the log: never on the way of a request. */
export interface UsageBook {
  of(
    scope: 'token' | 'workspace',
    id: string,
  ): Promise<{
    /** In this hour. */
    readonly now: UsageSince;
    readonly today: UsageSince;
    readonly this_month: UsageSince;
  }>;
}

export interface EventSink {
  emit(event: Exclude<AppEvent, { type: 'request' }>): void;
  /** Of a request, some milliseconds later, together with others: making it is not on the way of those between. */
  later(make: () => RequestNews): void;
}

/** Where the gateway's chance comes from, so that tests can fix it. */
export type Random = () => number;

/** Where conversations were answered last. */
export interface AffinityPort {
  placeOf(conversation: string): string | null;
  remember(conversation: string, served: Candidate): void;
}

/** What the user has chosen, as far as routing asks. */
export type RoutingPolicy = Pick<
  Settings,
  'anonymous_providers' | 'private_prompts_only' | 'first_token_budget_ms' | 'stall_ms'
>;

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
  readonly spendBook: SpendBook;
  readonly toldThresholds: ToldThresholds;
  /** In the user's time zone. */
  readonly calendar: Pick<Calendar, 'pageOf'>;
  readonly usageBook: UsageBook;
  readonly recorder: Recorder;
  readonly events: EventSink;
  readonly gate: GatewaySwitch;
  readonly health: RoutingHealth;
  readonly affinity: AffinityPort;
  readonly costs: CostBook;
  readonly limits: Limits;
  /** Read anew for every request. */
  readonly policy: () => RoutingPolicy;
  /** Sent upstream as `user-agent`. */
  readonly userAgent: string;
}
