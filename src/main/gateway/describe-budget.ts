import type { BudgetState } from '../../shared/domain/limits';
import { toUsd } from '../../shared/domain/money';
import type { BudgetView } from './auth/types';

/** A budget as both interfaces show it. */
export function describeBudget(view: BudgetView | null): BudgetState | null {
  if (view === null) return null;
  return {
    window: view.window,
    action: view.action,
    limit_usd: toUsd(view.limit) ?? 0,
    spent_usd: toUsd(view.spent) ?? 0,
    reserved_usd: toUsd(view.reserved) ?? 0,
    remaining_usd: toUsd(view.remaining) ?? 0,
    resets_at: new Date(view.resetsAt).toISOString(),
  };
}
