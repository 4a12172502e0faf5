import type { ConnectWay } from './connect-flow';
import type { HealthStatus } from './health';

export type ProviderKind = 'cloud' | 'gateway' | 'subscription' | 'local' | 'custom' | 'builtin';

/** `recurring` comes back by the minute, day or month; `trial-credit` is spent once. */
export type FreeTierKind = 'recurring' | 'trial-credit' | 'none' | 'anonymous' | 'subscription' | 'local';

/** One upstream LLM service as the window and both interfaces show it. Holds no key material. */
export interface ProviderSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly base_url: string;
  readonly enabled: boolean;
  /** True when a request could go there: a usable key exists, or it needs none and was found running. */
  readonly configured: boolean;
  /** `null` while nothing is known, i.e. it is not configured. */
  readonly health: HealthStatus | null;
  readonly custom: boolean;
  /** `null` for providers that need no key. */
  readonly key_url: string | null;
  readonly key_prefixes: readonly string[];
  /** How a key can be had by signing in there; `null`: it cannot. */
  readonly connect: ConnectWay | null;
  /** Why no key of this provider can be added, in a sentence for people; `null` when one can. */
  readonly refused: string | null;
  /** Fields a key needs besides the secret, e.g. `account_id` for Cloudflare. */
  readonly needs: readonly string[];
  /** What it gives for nothing, in a sentence for people. */
  readonly free_tier: string | null;
  /** `null` for a provider that its owner added. */
  readonly free_tier_kind: FreeTierKind | null;
  /** When `free_tier` was looked up, `YYYY-MM-DD` or `YYYY-MM`; `null` when nobody knows. */
  readonly free_tier_as_of: string | null;
  /** Answers without an account, once the user has allowed such providers. */
  readonly anonymous: boolean;
  /** Short labels about prompts and terms, e.g. "trains on prompts". */
  readonly terms: readonly string[];
  /** False where one of `terms` speaks against it: "private prompts only" takes such a provider out of every chain. */
  readonly private_prompts: boolean;
  /** What its terms say about a second account, in a sentence for people; `null` where nothing is known. */
  readonly account_rule: string | null;
  readonly key_count: number;
}

/** A model of a custom provider, as its owner described it. Prices are USD per million tokens. */
export interface CustomModel {
  readonly id: string;
  readonly context_window?: number | undefined;
  readonly max_output_tokens?: number | undefined;
  readonly input_usd_per_million?: number | undefined;
  readonly output_usd_per_million?: number | undefined;
  readonly capabilities?: readonly string[] | undefined;
}

/** What an address said when it was asked for its models. */
export interface ProviderProbe {
  readonly ok: boolean;
  readonly models: readonly string[];
  readonly latency_ms: number | null;
  /** `key_needed`, `not_a_list`, or as in `KeyTestResult`. */
  readonly error_code: string | null;
  /** One sentence for people; empty where it went well. */
  readonly message: string;
}

export interface CustomProvider {
  readonly id: string;
  readonly name: string;
  readonly base_url: string;
  readonly auth: 'bearer' | 'none';
  readonly models: readonly CustomModel[];
}
