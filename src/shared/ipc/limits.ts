import { z } from 'zod';

/** A million dollars: larger sums are slips of the finger, and nano-dollars stay whole numbers. */
const usd = z.number().min(0).max(1_000_000);
const count = (max: number) => z.int().min(1).max(max);

const budgetWindow = z.enum(['day', 'week', 'month']);
const budgetAction = z.enum(['block', 'warn']);

/** What can be limited on an agent token and on a workspace alike. `null` takes a limit away. */
export const limitFields = {
  rpm_limit: count(1_000_000).nullable().optional(),
  rpd_limit: count(100_000_000).nullable().optional(),
  tpm_limit: count(1_000_000_000).nullable().optional(),
  parallel_limit: count(10_000).nullable().optional(),
  budget_usd: usd.nullable().optional(),
  budget_window: budgetWindow.optional(),
  budget_action: budgetAction.optional(),
  /** The same as `budget_usd` with `budget_window: "month"`. */
  monthly_budget_usd: usd.nullable().optional(),
};

export const keyLimitFields = {
  daily_limit: count(100_000_000).nullable().optional(),
  minute_limit: count(1_000_000).nullable().optional(),
  spend_limit_amount: usd.nullable().optional(),
  spend_limit_period: budgetWindow.optional(),
  spend_limit_action: budgetAction.optional(),
};

export type LimitChange = z.output<z.ZodObject<typeof limitFields>>;
export type KeyLimitChange = z.output<z.ZodObject<typeof keyLimitFields>>;
