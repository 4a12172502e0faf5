import type { TokenScope } from '../../shared/domain/agent-token';
import type { AliasTemper, SlotTier } from '../../shared/domain/alias';
import type { QuotaWindow } from '../../shared/domain/health';
import type { BudgetAction, BudgetWindow } from '../../shared/domain/limits';

export type { BudgetWindow };

/** `window` is a calendar day, week (from Monday) or month in the user's time zone. */
export interface BudgetPolicy {
  readonly limitNanoUsd: NanoUsd;
  readonly window: BudgetWindow;
  readonly action: BudgetAction;
}

/** What one token, or a workspace with all its tokens together, may use. `null`: as much as it likes. */
export interface LimitPolicy {
  readonly requestsPerMinute: number | null;
  readonly requestsPerDay: number | null;
  readonly tokensPerMinute: number | null;
  readonly parallelRequests: number | null;
  readonly budget: BudgetPolicy | null;
}

export interface TokenPolicy extends LimitPolicy {
  readonly freeModelsOnly: boolean;
}

/** What may be drawn from one provider key; counts attempts. */
export interface KeyLimits {
  readonly requestsPerDay: number | null;
  readonly requestsPerMinute: number | null;
  readonly spend: BudgetPolicy | null;
}

/** Who calls: what a token or client credential resolves to. */
export interface Identity {
  readonly workspaceId: string;
  readonly clientId: string;
  /** `null` for a client credential. */
  readonly tokenId: string | null;
  readonly tokenName: string | null;
  readonly scopes: readonly TokenScope[];
  /** Exact names or globs; empty: everything. */
  readonly allowedModels: readonly string[];
  /** The token's own; a client credential has none. */
  readonly policy: TokenPolicy;
  /** All tokens of the workspace and its client credential together. */
  readonly workspacePolicy: LimitPolicy;
}

/** `optional-bearer`: a key is sent where there is one, and none is needed. */
export type AuthStyle = 'bearer' | 'optional-bearer' | 'none';

/** What a provider does differently from the OpenAI wire format. Data, so that most providers need no code. */
export interface ProviderQuirks {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens' | 'either';
  /** True when the role `developer` is understood; otherwise it is sent as `system`. */
  readonly developerRole: boolean;
  readonly dropParams: readonly string[];
  readonly renameParams: Readonly<Record<string, string>>;
  readonly dropMessageFields: readonly string[];
  /** Parameters that must have this value whenever tools are present. */
  readonly withTools: Readonly<Record<string, unknown>>;
  /** The same for requests that want JSON back. */
  readonly withJson: Readonly<Record<string, unknown>>;
  /** Fields of an embedding request it demands, for callers who do not know them. */
  readonly withEmbeddings: Readonly<Record<string, unknown>>;
  /** Larger temperatures are sent as this; `null`: any is taken. */
  readonly maxTemperature: number | null;
  /** Only ids of nine letters and digits are taken for tool calls; those of other providers are written anew. */
  readonly shortToolCallIds: boolean;
  /** Sent when the caller names no limit; `null`: leave it to the provider. */
  readonly defaultMaxTokens: number | null;
  /** False when `stream_options` is refused. */
  readonly streamOptions: boolean;
  /** True when only `n: 1` is taken. */
  readonly singleChoice: boolean;
  /** Takes a JSON schema for the answer and does not keep to it. */
  readonly ignoresJsonSchema: boolean;
  /** Text parts are joined into one string, because arrays are refused. */
  readonly flattenTextContent: boolean;
  /** `content: null` is sent as an empty string. */
  readonly emptyContentForNull: boolean;
  /** Keys its validator refuses anywhere in a tool's JSON schema. */
  readonly stripToolSchemaKeys: readonly string[];
}

/** What the free tier of a provider gives by its published table. A hint: what the provider answers beats it. */
export interface FreeLimit {
  /** A model id, `*`, an ending such as `:free`, or a pattern with one `*`. */
  readonly model: string;
  /** One pool for all models that fit; otherwise one for each. */
  readonly isShared: boolean;
  /** Of callers who have no account; with a key other limits hold, which nobody has published. */
  readonly onlyWithoutKey?: boolean;
  /** The requests per minute are nobody's published number: what is answered and refused corrects them. */
  readonly isGuess: boolean;
  /** Added to UTC to find the midnight at which a day ends. */
  readonly dayOffsetHours: number;
  readonly windows: readonly {
    readonly unit: QuotaWindow['unit'];
    readonly window: QuotaWindow['window'];
    readonly limit: number;
  }[];
}

/** Requests that may be under way at once, counted per account over all models that fit. A hint, as `FreeLimit` is. */
export interface ConcurrencyLimit {
  /** As in `FreeLimit`. */
  readonly model: string;
  readonly limit: number;
}

/** Neurons per million tokens, the unit in which Cloudflare counts. */
export interface NeuronRate {
  readonly input: number;
  readonly output: number;
}

/** How a provider counts. What a table cannot know is learned from answers. */
export interface CountingRules {
  readonly freeLimits: readonly FreeLimit[];
  readonly concurrency: readonly ConcurrencyLimit[];
  /** By model id; a model that is missing draws an unknown number of neurons, and none is counted. */
  readonly neurons: Readonly<Record<string, NeuronRate>>;
  /** The largest answer allowed counts against token limits in advance, not only what is answered. */
  readonly reservesOutput: boolean;
}

/** One upstream service, as the engine needs it. */
export interface ProviderDefinition extends CountingRules {
  readonly id: string;
  readonly name: string;
  /** Names other programs know it by; only for providers that are refused, so that their names lead to the reason. */
  readonly otherIds: readonly string[];
  /** Why no request can go there (retired, or not for third-party programs); `null` when one can. */
  readonly refused: string | null;
  readonly kind: 'cloud' | 'gateway' | 'subscription' | 'local' | 'custom' | 'builtin';
  /** May hold `{field}` places that a key's extra fields fill. No trailing slash. */
  readonly baseUrl: string;
  /** Other consoles of it, whose keys the first does not know. */
  readonly otherBaseUrls?: readonly string[];
  readonly auth: AuthStyle;
  /** Answers without any key: a server on this machine, or a public one that asks for no account. */
  readonly keyless: 'local' | 'anonymous' | null;
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** Models asked for when no key is needed and none was named; empty elsewhere. */
  readonly anonymousModels: readonly string[];
  /** Extra fields a key of this provider needs, e.g. `account_id`. */
  readonly needs: readonly string[];
  readonly keyUrl: string | null;
  /** False: it trains on prompts, logs them, is for evaluation only, or a hobby service. */
  readonly privatePrompts: boolean;
  readonly quirks: ProviderQuirks;
  /** Window of request counts whose header does not name one. */
  readonly requestsWindow: QuotaWindow['window'];
}

/** A key as routing sees it: everything but the secret. */
export interface UsableKey {
  readonly id: string;
  readonly provider: string;
  readonly label: string;
  readonly account: string;
  readonly workspaceId: string | null;
  readonly shareWithPool: boolean;
  readonly priority: number;
  readonly enabled: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly limits: KeyLimits | null;
}

export type Capability = 'vision' | 'tools' | 'json' | 'reasoning' | 'audio' | 'embeddings';

/** What is known about one model of one provider. `null`: not known. */
export interface ModelFacts {
  readonly provider: string;
  readonly model: string;
  readonly contextWindow: number | null;
  readonly maxOutputTokens: number | null;
  /** Largest input the free tier takes, where that is less than the context window. */
  readonly maxInputTokens: number | null;
  readonly capabilities: readonly Capability[] | null;
  readonly price: ModelPrice | null;
  readonly tier: SlotTier | null;
}

/** Nano-dollars per million tokens, as integers: $0.15 per million is 150,000,000. Left out: as input or output. */
export interface TokenRates {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Input the provider had in its cache. */
  readonly cachedInputPerMillion?: number | undefined;
  /** Input the provider wrote into its cache. */
  readonly cacheWritePerMillion?: number | undefined;
  readonly audioInputPerMillion?: number | undefined;
  readonly imageInputPerMillion?: number | undefined;
  readonly reasoningPerMillion?: number | undefined;
  readonly audioOutputPerMillion?: number | undefined;
}

/** Holds for the whole of a request with more input than this. */
export interface PriceTier extends TokenRates {
  readonly aboveInputTokens: number;
}

export interface ModelPrice extends TokenRates {
  /** Nano-dollars for each request, beside its tokens. */
  readonly perRequest?: number | undefined;
  /** Rising; left out where a large context costs the same. */
  readonly tiers?: readonly PriceTier[] | undefined;
}

/** One place in a chain, with what the alias itself says about it. */
export interface ChainSlot {
  readonly provider: string;
  readonly model: string;
  readonly keyId: string | null;
  readonly enabled: boolean;
}

export interface AliasDefinition extends AliasTemper {
  readonly id: string;
  readonly slots: readonly ChainSlot[];
}

/** Integer nano-dollars; `null`: unknown, which is never the same as 0. */
export type NanoUsd = number;

/** One key's part of what a request cost, or of what is set aside for it. */
export interface KeyAmount {
  readonly keyId: string;
  readonly amount: NanoUsd;
}
