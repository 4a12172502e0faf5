import type { BudgetState, Limits } from './limits';

export const TOKEN_SCOPES = ['gate:chat', 'gate:models', 'gate:usage'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** One tool's own credential, without its secret. */
export interface AgentToken extends Limits {
  readonly id: string;
  readonly name: string;
  readonly workspace_id: string;
  readonly client_id: string;
  /** Prefix and last characters only, e.g. `spideriq_pat_…Ab12cd`. */
  readonly masked: string;
  /** Empty: everything. May hold globs such as `spideriq/*`. */
  readonly allowed_models: readonly string[];
  /** Only models that cost nothing serve it. */
  readonly free_models_only: boolean;
  readonly scopes: readonly TokenScope[];
  /** False: paused; every request is turned away until it is true again. */
  readonly enabled: boolean;
  /** `null`: no budget. */
  readonly budget: BudgetState | null;
  readonly expires_at: string | null;
  readonly created_at: string;
  readonly last_used_at: string | null;
  /** The program it was seen in last, as its user agent names it, e.g. `opencode/1.2`. */
  readonly last_used_by: string | null;
}

export interface CreatedAgentToken extends AgentToken {
  /** `spideriq_pat_…`; given out this once, stored only as a keyed hash. */
  readonly token: string;
}
