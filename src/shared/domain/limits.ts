export type BudgetWindow = 'day' | 'week' | 'month';
/** `warn`: over it, requests still go through. */
export type BudgetAction = 'block' | 'warn';

/** How much somebody may use; `null`: as much as they like. */
export interface Limits {
  readonly rpm_limit: number | null;
  readonly rpd_limit: number | null;
  readonly tpm_limit: number | null;
  readonly parallel_limit: number | null;
  /** Per `budget_window`, a calendar day, week (from Monday) or month in the user's time zone. */
  readonly budget_usd: number | null;
  readonly budget_window: BudgetWindow | null;
  readonly budget_action: BudgetAction | null;
  /** The same budget where its window is a month, else `null`. */
  readonly monthly_budget_usd: number | null;
}

/** How a budget stands in its present window. */
export interface BudgetState {
  readonly window: BudgetWindow;
  readonly action: BudgetAction;
  readonly limit_usd: number;
  readonly spent_usd: number;
  /** Set aside for requests that run now. */
  readonly reserved_usd: number;
  readonly remaining_usd: number;
  readonly resets_at: string;
}
