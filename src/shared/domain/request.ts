import type { KeyScope, RouteTrace } from './route-trace';

export type RequestStatus = 'running' | 'ok' | 'error' | 'aborted' | 'interrupted';

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
}

export interface RequestDetail extends RequestSummary {
  /** `null` while the request runs, and for one that was interrupted. */
  readonly trace: RouteTrace | null;
}
