/** What the user has chosen for the whole program. Window bounds and theme are not here: they are the window's own. */
export interface Settings {
  /** Providers that answer without an account (OVH, Kilo, LLM7) serve the built-in aliases. */
  readonly anonymous_providers: boolean;
  /** Providers whose terms carry a label ("trains on prompts", "evaluation only", "hobby service") answer nothing. */
  readonly private_prompts_only: boolean;
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
  /** IANA name, e.g. `Europe/Berlin`, in which budgets begin their days, weeks and months; `null`: the system's. */
  readonly time_zone: string | null;
  /** The vault locks itself after this long without a use of a key or of the window; `null`: never. */
  readonly vault_auto_lock_minutes: number | null;
  /** It also does when the computer goes to sleep or its screen is locked, where the system tells. */
  readonly vault_lock_with_system: boolean;
  /** Requests are forgotten after this many days; what was counted of them stays. */
  readonly log_retention_days: number;
  /** Recorded prompts and answers are deleted after this many days. */
  readonly recording_retention_days: number;
  /** Of an OAuth app registered at Hugging Face, for getting keys there by signing in; empty: not offered. */
  readonly huggingface_client_id: string;
}

export const DEFAULT_SETTINGS: Settings = {
  anonymous_providers: false,
  private_prompts_only: false,
  models_dev: false,
  proxy: { url: null, no_proxy: '', providers: {} },
  extra_ca_file: null,
  first_token_budget_ms: 45_000,
  stall_ms: 15_000,
  time_zone: null,
  vault_auto_lock_minutes: null,
  vault_lock_with_system: false,
  log_retention_days: 90,
  recording_retention_days: 7,
  huggingface_client_id: '',
};
