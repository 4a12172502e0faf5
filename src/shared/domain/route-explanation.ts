import type { AliasTemper, SlotTier } from './alias';
import type { KeyScope, TraceSkip } from './route-trace';

/** Where a request would go now, best first, and why not elsewhere. */
export interface RouteExplanation {
  readonly requested: string;
  readonly alias: string | null;
  readonly first_choice: string | null;
  readonly estimated_input_tokens: number;
  readonly temper: AliasTemper | null;
  readonly candidates: readonly {
    readonly rank: number;
    readonly provider: string;
    readonly model: string;
    readonly key: string | null;
    readonly key_scope: KeyScope;
    readonly health: 'healthy' | 'degraded';
    /** 0 to 1 of the tightest known quota; `null`: nothing is known. */
    readonly quota_left: number | null;
    readonly in_flight: number;
    readonly context_window: number | null;
    readonly tier: SlotTier | null;
  }[];
  readonly skipped: readonly TraceSkip[];
  /** So long the request would wait for the first place to be free again; `null`: it would not. */
  readonly wait_ms: number | null;
  /** What the caller would be told: no candidate is left, or nothing is served at all now. */
  readonly error: { readonly status: number; readonly code: string; readonly message: string } | null;
}
