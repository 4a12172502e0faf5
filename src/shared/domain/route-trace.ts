import type { CostSource } from './request';

export type KeyScope = 'brand' | 'pool' | 'none';

/** One call to one provider with one key. Times are milliseconds since the request arrived. */
export interface TraceAttempt {
  readonly index: number;
  readonly provider: string;
  readonly model: string;
  /** `provider · label`, never key material. */
  readonly key: string | null;
  readonly key_scope: KeyScope;
  /** `ok`, or what went wrong, e.g. `rate_limited`, `server_error`, `connection_failed`, `aborted`. */
  readonly outcome: string;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly started_ms: number;
  readonly first_byte_ms: number | null;
  readonly ended_ms: number;
  readonly cooldown_until: string | null;
  readonly cost_usd: number | null;
  /** Only of the attempt that served. */
  readonly cost_source?: CostSource | undefined;
}

export interface TraceSkip {
  readonly provider: string;
  readonly model: string;
  readonly key?: string | undefined;
  readonly reason: string;
  readonly until?: string | undefined;
}

/** The price list a cost was computed by, in USD per million tokens. `null`: as input, or as output. */
export interface TracePrice {
  readonly input: number;
  readonly output: number;
  readonly cached: number | null;
  readonly reasoning: number | null;
  /** For each request, beside its tokens. */
  readonly request: number;
}

/** Every attempt and every skipped candidate of a request. Holds no key material, prompt or raw upstream text. */
export interface RouteTrace {
  readonly requested: string;
  readonly alias: string | null;
  readonly client_id: string;
  /** Name of the agent token; `null` for a client credential. */
  readonly token: string | null;
  readonly served: {
    readonly provider: string;
    readonly model: string;
    readonly key: string | null;
    readonly key_scope: KeyScope;
  } | null;
  readonly timing_ms: {
    readonly auth: number;
    readonly route: number;
    readonly upstream_first_byte: number | null;
    readonly total: number;
  };
  readonly attempts: readonly TraceAttempt[];
  readonly skipped: readonly TraceSkip[];
  /** Only where the cost was computed here. */
  readonly price?: TracePrice | undefined;
}
