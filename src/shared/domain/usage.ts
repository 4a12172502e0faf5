export const USAGE_GROUPS = ['provider', 'model', 'alias', 'token', 'key', 'workspace'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];
export type UsageBucket = 'hour' | 'day';

/** How long it took, over requests that succeeded; percentiles are right to a tenth. `null`: there was none. */
export interface Latency {
  readonly average: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Requests that have ended. `requests` = `succeeded` + `failed` + `refused` + `aborted`. */
export interface UsageNumbers {
  readonly requests: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Turned away here, before any provider was called. */
  readonly refused: number;
  /** The caller left, or this program was ended. */
  readonly aborted: number;
  /** Served by something else than the alias's first choice. */
  readonly fallbacks: number;
  readonly tokens: {
    readonly input: number;
    readonly output: number;
    readonly cached: number;
    readonly reasoning: number;
  };
  /** Without the requests of `cost_unknown`. */
  readonly cost_usd: number;
  /** How many requests have a cost that nobody knows. */
  readonly cost_unknown: number;
  /** How many requests have an estimated cost. */
  readonly cost_estimated: number;
  /** An estimate: what the same tokens would have cost more at the alias's dearest paid slot. */
  readonly saved_usd: number;
  readonly first_token_ms: Latency;
  readonly total_ms: Latency;
}

/** `id: null`: without one, e.g. a client credential where tokens are grouped, or a request nobody served. */
export interface UsageMember {
  readonly id: string | null;
  readonly name: string | null;
}

export interface UsageLine extends UsageNumbers {
  /** Of the bucket: a date in the user's time zone for days, a point in time for hours. */
  readonly start: string;
  /** `null` where nothing was to be grouped by. */
  readonly group: UsageMember | null;
}

/** Oldest first. Buckets in which nothing ended are left out. */
export interface UsageReport {
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly bucket: UsageBucket;
  readonly group_by: UsageGroup | null;
  readonly time_zone: string;
  readonly totals: UsageNumbers;
  readonly data: readonly UsageLine[];
}
