import type { BudgetPolicy, KeyLimits, LimitPolicy } from '../gateway/types';

/** The columns that agent tokens and workspaces share, for the statements of both. */
export const LIMIT_SELECTION = `rpm_limit AS requestsPerMinute, rpd_limit AS requestsPerDay,
  tpm_limit AS tokensPerMinute, parallel_limit AS parallelRequests, budget_nano_usd AS budgetLimit,
  budget_window AS budgetWindow, budget_action AS budgetAction`;
export const LIMIT_COLUMNS =
  'rpm_limit, rpd_limit, tpm_limit, parallel_limit, budget_nano_usd, budget_window, budget_action';
export const LIMIT_VALUES =
  '@requestsPerMinute, @requestsPerDay, @tokensPerMinute, @parallelRequests, @budgetLimit, @budgetWindow, @budgetAction';
export const LIMIT_ASSIGNMENTS = `rpm_limit = @requestsPerMinute, rpd_limit = @requestsPerDay,
  tpm_limit = @tokensPerMinute, parallel_limit = @parallelRequests, budget_nano_usd = @budgetLimit,
  budget_window = @budgetWindow, budget_action = @budgetAction`;

interface StoredBudget {
  readonly budgetLimit: number | null;
  readonly budgetWindow: BudgetPolicy['window'] | null;
  readonly budgetAction: BudgetPolicy['action'] | null;
}

export type StoredLimits = Omit<LimitPolicy, 'budget'> & StoredBudget;

/** `requestsPerDay` is the column `daily_limit`, and so on. */
export interface StoredKeyLimits extends StoredBudget {
  readonly dailyLimit: number | null;
  readonly minuteLimit: number | null;
}

export function readLimits(stored: StoredLimits): LimitPolicy {
  const { requestsPerMinute, requestsPerDay, tokensPerMinute, parallelRequests } = stored;
  return {
    requestsPerMinute,
    requestsPerDay,
    tokensPerMinute,
    parallelRequests,
    budget: readBudget(stored),
  };
}

export function storeLimits(limits: LimitPolicy): StoredLimits {
  const { requestsPerMinute, requestsPerDay, tokensPerMinute, parallelRequests } = limits;
  return {
    requestsPerMinute,
    requestsPerDay,
    tokensPerMinute,
    parallelRequests,
    ...storeBudget(limits.budget),
  };
}

export function readKeyLimits(stored: StoredKeyLimits): KeyLimits | null {
  const spend = readBudget(stored);
  const { dailyLimit, minuteLimit } = stored;
  if (spend === null && dailyLimit === null && minuteLimit === null) return null;
  return { requestsPerDay: dailyLimit, requestsPerMinute: minuteLimit, spend };
}

export function storeKeyLimits(limits: KeyLimits | null): StoredKeyLimits {
  return {
    dailyLimit: limits?.requestsPerDay ?? null,
    minuteLimit: limits?.requestsPerMinute ?? null,
    ...storeBudget(limits?.spend ?? null),
  };
}

function readBudget({ budgetLimit, budgetWindow, budgetAction }: StoredBudget): BudgetPolicy | null {
  if (budgetLimit === null) return null;
  // Somebody who edits the database by hand must not end up with a budget that blocks nothing.
  return { limitNanoUsd: budgetLimit, window: budgetWindow ?? 'month', action: budgetAction ?? 'block' };
}

function storeBudget(budget: BudgetPolicy | null): StoredBudget {
  return {
    budgetLimit: budget?.limitNanoUsd ?? null,
    budgetWindow: budget?.window ?? null,
    budgetAction: budget?.action ?? null,
  };
}
