/** What the user has chosen for the whole program. Window bounds and theme are not here: they are the window's own. */
export interface Settings {
  /** Providers that answer without an account (OVH, Kilo, LLM7) serve the built-in aliases. */
  readonly anonymous_providers: boolean;
  /** Model facts may be refreshed from models.dev; each key's own `/models` is asked in any case. */
  readonly models_dev: boolean;
  readonly proxy: {
    /** `http://…` or `https://…`; `null`: as `HTTPS_PROXY` and `HTTP_PROXY` say. */
    readonly url: string | null;
    /** Hosts that are reached directly, as in `NO_PROXY`. */
    readonly no_proxy: string;
    /** Provider id → its own proxy; `direct` for none. */
    readonly providers: Readonly<Record<string, string>>;
  };
  /** PEM file with certificates trusted beside the system's. */
  readonly extra_ca_file: string | null;
  /** Until the first token, all attempts together. */
  readonly first_token_budget_ms: number;
  /** Longest silence inside an answer that has begun. */
  readonly stall_ms: number;
}

export const DEFAULT_SETTINGS: Settings = {
  anonymous_providers: false,
  models_dev: false,
  proxy: { url: null, no_proxy: '', providers: {} },
  extra_ca_file: null,
  first_token_budget_ms: 45_000,
  stall_ms: 15_000,
};
