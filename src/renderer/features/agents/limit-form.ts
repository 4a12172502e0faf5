import type { BudgetAction, BudgetWindow, Limits } from '../../../shared/domain/limits';

/** Limits as they are typed; empty: none. */
export interface LimitValues {
  readonly budget: string;
  readonly window: BudgetWindow;
  readonly action: BudgetAction;
  readonly rpm: string;
  readonly rpd: string;
  readonly tpm: string;
  readonly parallel: string;
}

export const NO_LIMIT_VALUES: LimitValues = {
  budget: '',
  window: 'month',
  action: 'block',
  rpm: '',
  rpd: '',
  tpm: '',
  parallel: '',
};

export const COUNT_LIMITS = ['rpm', 'rpd', 'tpm', 'parallel'] as const;

const write = (count: number | null): string => (count === null ? '' : String(count));

export function startLimits(limits: Limits): LimitValues {
  return {
    budget: write(limits.budget_usd),
    window: limits.budget_window ?? NO_LIMIT_VALUES.window,
    action: limits.budget_action ?? NO_LIMIT_VALUES.action,
    rpm: write(limits.rpm_limit),
    rpd: write(limits.rpd_limit),
    tpm: write(limits.tpm_limit),
    parallel: write(limits.parallel_limit),
  };
}

/** `undefined`: not a number that could be meant; `null`: nothing was typed. */
export function readMoney(text: string): number | null | undefined {
  const typed = text.trim().replace(/^\$/, '').replace(',', '.');
  if (typed === '') return null;
  const amount = Number(typed);
  return /^\d*\.?\d*$/.test(typed) && Number.isFinite(amount) && amount <= 1_000_000 ? amount : undefined;
}

export function readCount(text: string): number | null | undefined {
  const typed = text.trim().replace(/[ _]/g, '');
  if (typed === '') return null;
  const count = Number(typed);
  return /^\d+$/.test(typed) && count >= 1 ? count : undefined;
}

/** What could not be read counts as none; the fields have said so before. */
export function toLimitChange(values: LimitValues) {
  const budget = readMoney(values.budget) ?? null;
  return {
    rpm_limit: readCount(values.rpm) ?? null,
    rpd_limit: readCount(values.rpd) ?? null,
    tpm_limit: readCount(values.tpm) ?? null,
    parallel_limit: readCount(values.parallel) ?? null,
    budget_usd: budget,
    ...(budget === null ? {} : { budget_window: values.window, budget_action: values.action }),
  };
}

export function areReadable(values: LimitValues): boolean {
  return (
    readMoney(values.budget) !== undefined &&
    COUNT_LIMITS.every((name) => readCount(values[name]) !== undefined)
  );
}
