import type { KeyHealth, QuotaWindow } from './health';
import type { BudgetAction, BudgetState, BudgetWindow } from './limits';

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
  /** Attempts per rolling day and minute; `null`: as many as its provider takes. */
  readonly daily_limit: number | null;
  readonly minute_limit: number | null;
  /** USD per `spend_limit_period`; `null`: no limit. */
  readonly spend_limit_amount: number | null;
  readonly spend_limit_period: BudgetWindow | null;
  readonly spend_limit_action: BudgetAction | null;
  /** How its spend limit stands; `null` where there is none. */
  readonly spend: BudgetState | null;
  /** Extra, non-secret fields of the provider, e.g. Cloudflare's `account_id`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly health: KeyHealth;
  readonly quota: readonly QuotaWindow[];
  /** `null` until it was tested once, and after a restart. */
  readonly last_test: TestedKey | null;
  /** The account name of another key that reported the same account, where this one has a different name. */
  readonly suggested_account: string | null;
}

export interface TestedKey extends KeyTestResult {
  readonly tested_at: string;
}

/** What an account has left, as its provider told. */
export interface AccountBalance {
  readonly left: number;
  readonly limit: number | null;
  /** A currency such as `USD`, or `requests`. */
  readonly unit: string;
  readonly window: 'day' | 'month' | null;
}

/** `trial`: a credit that is given once. */
export type AccountPlan = 'free' | 'paid' | 'trial';

/** Result of "test connection". `latency_ms` is `null` when nothing answered. */
export interface KeyTestResult {
  readonly ok: boolean;
  readonly latency_ms: number | null;
  readonly models_found: number | null;
  readonly http_status: number | null;
  readonly error_code: string | null;
  /** One sentence for people: what happened and what to do. */
  readonly message: string;
  /** `null`: nobody knows. */
  readonly plan: AccountPlan | null;
  /** Who says so: the provider in its answer, or the free-tier table that ships with the program. */
  readonly plan_source: 'provider' | 'table' | null;
  readonly left: readonly AccountBalance[];
}
