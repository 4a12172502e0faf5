import type { KeyScope, RouteTrace } from './route-trace';

export type RequestStatus = 'running' | 'ok' | 'error' | 'aborted' | 'interrupted';

/**
 * Where a cost comes from: the provider's own bill; list prices and the provider's own count; list prices and a count
 * made here; nothing to pay (free tier, plan, this machine, demo); no price known, so that the cost is not either.
 */
export type CostSource = 'upstream' | 'catalog' | 'estimated' | 'free' | 'unknown';

/** Tokens as the provider counted them, or counted here when `estimated`. */
export interface TokenUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
  readonly estimated: boolean;
}

/** One row of the request log. Times in milliseconds; money in USD, `null` when unknown. */
export interface RequestSummary {
  readonly id: string;
  readonly started_at: string;
  readonly status: RequestStatus;
  readonly client_id: string;
  readonly token: string | null;
  readonly requested: string;
  readonly alias: string | null;
  readonly dialect: string;
  readonly stream: boolean;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly key: string | null;
  readonly key_scope: KeyScope | null;
  /** The alias's first choice as `provider/model` when something else served. */
  readonly fallback_from: string | null;
  readonly attempt_count: number;
  readonly first_token_ms: number | null;
  readonly total_ms: number | null;
  readonly usage: TokenUsage | null;
  readonly cost_usd: number | null;
  /** `null` while the request runs, and where nothing was served. */
  readonly cost_source?: CostSource | null;
  /** Estimate: what the alias's dearest paid slot would have cost more; `null` where there is nothing to compare. */
  readonly saved_usd?: number | null;
  /** Its prompt and answer are kept, for days. */
  readonly recorded?: boolean;
}

export interface RequestDetail extends RequestSummary {
  /** `null` while the request runs, and for one that was interrupted. */
  readonly trace: RouteTrace | null;
}
