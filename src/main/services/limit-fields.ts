import type { Limits } from '../../shared/domain/limits';
import { toNanoUsd, toUsd } from '../../shared/domain/money';
import type { KeyLimitChange, LimitChange } from '../../shared/ipc/limits';
import type { BudgetPolicy, KeyLimits, LimitPolicy } from '../gateway/types';
import { refuse } from './refusals';

/** What a request says about limits, put over what there was. Throws when it contradicts itself. */
export function changeLimits(before: LimitPolicy, change: LimitChange): LimitPolicy {
  return {
    requestsPerMinute: choose(change.rpm_limit, before.requestsPerMinute),
    requestsPerDay: choose(change.rpd_limit, before.requestsPerDay),
    tokensPerMinute: choose(change.tpm_limit, before.tokensPerMinute),
    parallelRequests: choose(change.parallel_limit, before.parallelRequests),
    budget: changeBudget(before.budget, readBudgetChange(before.budget, change)),
  };
}

export function showLimits(limits: LimitPolicy): Limits {
  const { budget } = limits;
  const amount = toUsd(budget?.limitNanoUsd ?? null);
  return {
    rpm_limit: limits.requestsPerMinute,
    rpd_limit: limits.requestsPerDay,
    tpm_limit: limits.tokensPerMinute,
    parallel_limit: limits.parallelRequests,
    budget_usd: amount,
    budget_window: budget?.window ?? null,
    budget_action: budget?.action ?? null,
    monthly_budget_usd: budget?.window === 'month' ? amount : null,
  };
}

export function changeKeyLimits(before: KeyLimits | null, change: KeyLimitChange): KeyLimits | null {
  const limits: KeyLimits = {
    requestsPerDay: choose(change.daily_limit, before?.requestsPerDay ?? null),
    requestsPerMinute: choose(change.minute_limit, before?.requestsPerMinute ?? null),
    spend: changeBudget(before?.spend ?? null, {
      amount: change.spend_limit_amount,
      window: change.spend_limit_period,
      action: change.spend_limit_action,
      amountName: 'spend_limit_amount',
    }),
  };
  const isUnlimited =
    limits.requestsPerDay === null && limits.requestsPerMinute === null && limits.spend === null;
  return isUnlimited ? null : limits;
}

export function showKeyLimits(limits: KeyLimits | null) {
  const spend = limits?.spend ?? null;
  return {
    daily_limit: limits?.requestsPerDay ?? null,
    minute_limit: limits?.requestsPerMinute ?? null,
    spend_limit_amount: toUsd(spend?.limitNanoUsd ?? null),
    spend_limit_period: spend?.window ?? null,
    spend_limit_action: spend?.action ?? null,
  };
}

/** `undefined`: stays as it was. */
interface BudgetChange {
  readonly amount: number | null | undefined;
  readonly window: BudgetPolicy['window'] | undefined;
  readonly action: BudgetPolicy['action'] | undefined;
  readonly amountName: string;
}

/** `monthly_budget_usd` is `budget_usd` by its older name; both may come, as they do in an answer sent back. */
function readBudgetChange(before: BudgetPolicy | null, change: LimitChange): BudgetChange {
  const {
    budget_usd: own,
    budget_window: window,
    budget_action: action,
    monthly_budget_usd: monthly,
  } = change;
  const named = { window, action, amountName: 'budget_usd' };
  if (monthly === undefined) return { ...named, amount: own };
  if (monthly === null) {
    const takesAway = own === undefined && before?.window === 'month';
    return { ...named, amount: takesAway ? null : own };
  }
  if (window !== undefined && window !== 'month') {
    throw refuse(
      'monthly_budget_usd',
      `monthly_budget_usd and a budget per ${window} contradict each other.`,
    );
  }
  if (own !== undefined && own !== monthly) {
    throw refuse('monthly_budget_usd', 'monthly_budget_usd and budget_usd contradict each other.');
  }
  return { ...named, amount: monthly, window: 'month' };
}

function changeBudget(before: BudgetPolicy | null, change: BudgetChange): BudgetPolicy | null {
  const { amount, window, action, amountName } = change;
  const limitNanoUsd = amount === undefined ? (before?.limitNanoUsd ?? null) : amount && toNanoUsd(amount);
  if (limitNanoUsd === null) {
    const isAboutNothing = amount === undefined && (window !== undefined || action !== undefined);
    if (isAboutNothing) throw refuse(amountName, `There is no budget yet; name ${amountName} too.`);
    return null;
  }
  return {
    limitNanoUsd,
    window: window ?? before?.window ?? 'month',
    action: action ?? before?.action ?? 'block',
  };
}

function choose(wanted: number | null | undefined, before: number | null): number | null {
  return wanted === undefined ? before : wanted;
}
