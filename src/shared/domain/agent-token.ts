export const TOKEN_SCOPES = ['gate:chat', 'gate:models', 'gate:usage'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** One tool's own credential, without its secret. */
export interface AgentToken {
  readonly id: string;
  readonly name: string;
  readonly workspace_id: string;
  readonly client_id: string;
  /** Prefix and last characters only, e.g. `spideriq_pat_…Ab12cd`. */
  readonly masked: string;
  /** Empty: everything. May hold globs such as `spideriq/*`. */
  readonly allowed_models: readonly string[];
  readonly scopes: readonly TokenScope[];
  readonly expires_at: string | null;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

export interface CreatedAgentToken extends AgentToken {
  /** `spideriq_pat_…`; given out this once, stored only as a keyed hash. */
  readonly token: string;
}
