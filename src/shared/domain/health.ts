/** Health of one provider key, or of a provider as the best of its keys. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/**
 * Where a wait comes from: a `retry-after` header, the words or details of a refusal, rate headers that say "empty", or
 * nobody has named one and it grows with every failure.
 */
export type WaitSource = 'retry_after' | 'error_body' | 'header' | 'ladder';

/** Times are RFC 3339 in UTC. */
export interface KeyHealth {
  readonly status: HealthStatus;
  readonly consecutive_failures: number;
  readonly cooling_until: string | null;
  /** Left out while nothing cools. */
  readonly cooling_from?: WaitSource | undefined;
  readonly last_error_code: string | null;
}

/** What is known about one quota window of an account, for one model or for all of them. */
export interface QuotaWindow {
  /** `null`: the quota covers every model of the account. */
  readonly model: string | null;
  readonly unit: 'requests' | 'tokens' | 'neurons' | 'usd';
  readonly window: 'second' | 'minute' | 'hour' | 'day' | 'month';
  readonly limit: number | null;
  readonly left: number | null;
  readonly resets_at: string | null;
  /** Where the numbers come from: `header`, `free_tier_table`, or how a refusal said it, as `WaitSource`. */
  readonly source: string;
  readonly learned_at: string;
}
