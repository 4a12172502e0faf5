import type { KeyHealth, QuotaWindow } from './health';

/** One credential of one provider, without its secret. */
export interface ProviderKey {
  readonly id: string;
  readonly provider_name: string;
  readonly key_label: string;
  /** First and last characters only, e.g. `gsk_…x9f2`. */
  readonly masked: string;
  /** `null`: belongs to no workspace, i.e. a pure pool key. */
  readonly workspace_id: string | null;
  readonly share_with_pool: boolean;
  /** Keys with the same provider and account draw on one quota. */
  readonly account: string;
  /** Lower is tried first. */
  readonly priority: number;
  readonly enabled: boolean;
  /** Extra, non-secret fields of the provider, e.g. Cloudflare's `account_id`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly health: KeyHealth;
  readonly quota: readonly QuotaWindow[];
}

/** Result of "test connection". `latency_ms` is `null` when nothing answered. */
export interface KeyTestResult {
  readonly ok: boolean;
  readonly latency_ms: number | null;
  readonly models_found: number | null;
  readonly http_status: number | null;
  readonly error_code: string | null;
  /** One sentence for people: what happened and what to do. */
  readonly message: string;
}
