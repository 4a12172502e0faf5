import { toUsd } from '../../../../shared/domain/money';
import type { Calendar } from '../../../../shared/time/calendar';
import type { Clock, EventSink, SpendBook, ToldThresholds } from '../../ports';
import type { Threshold } from '../../thresholds';
import type { UsableKey } from '../../types';
import type { KeyRefusal, Limits } from '../types';
import { type BudgetFact, createLedger, type Ledger } from './ledger';
import { createKeyRates, createRateWindows, type KeyRates, type RateWindows } from './rate-windows';
import { type PermitCosts, RequestPermit } from './request-permit';

export interface LimitsDependencies {
  readonly clock: Pick<Clock, 'now' | 'soon'>;
  readonly spendBook: SpendBook;
  readonly toldThresholds: ToldThresholds;
  readonly calendar: Pick<Calendar, 'pageOf'>;
  readonly costs: PermitCosts;
  readonly events: EventSink;
}

/** Budgets and rates of tokens, workspaces and keys. Every question is answered in one step, from memory. */
export function createLimits(parts: LimitsDependencies): Limits {
  const { clock, spendBook, calendar, costs, events } = parts;
  const { now } = clock;
  const ledger = createLedger({
    page: () => calendar.pageOf(now()),
    spendBook,
    told: parts.toldThresholds,
    // Whoever listens must not keep the request waiting.
    onThreshold: (threshold, fact) => clock.soon(() => events.emit(toEvent(threshold, fact))),
  });
  const keyRates = createKeyRates(spendBook);
  const rates = { token: new Map<string, RateWindows>(), workspace: new Map<string, RateWindows>() };
  const ratesOf = (scope: 'token' | 'workspace', id: string): RateWindows => {
    let windows = rates[scope].get(id);
    if (!windows) {
      windows = createRateWindows({
        recentStarts: (since, limit) => spendBook.recentStarts(scope, id, since, limit),
      });
      rates[scope].set(id, windows);
    }
    return windows;
  };
  const tools = { now, ledger, keyRates, costs, ratesOf };
  const budget: Limits['budget'] = (scope, id, policy) => policy && ledger.view(scope, id, policy);
  return {
    permit: (identity, request) => new RequestPermit(identity, request, tools),
    lookAtKey: (key) => lookAtKey(key, { ledger, keyRates, now }),
    budget,
    view: ({ tokenId, workspaceId, policy, workspacePolicy }) => ({
      token: tokenId === null ? null : budget('token', tokenId, policy.budget),
      workspace: budget('workspace', workspaceId, workspacePolicy.budget),
    }),
  };
}

interface KeyView {
  readonly ledger: Ledger;
  readonly keyRates: KeyRates;
  readonly now: () => number;
}

function lookAtKey({ id, limits }: UsableKey, { ledger, keyRates, now }: KeyView): KeyRefusal | null {
  if (limits === null) return null;
  const until = keyRates.restsUntil(id, limits, now());
  if (until !== null) return { reason: 'key_limit_reached', until };
  if (limits.spend?.action !== 'block') return null;
  const { remaining, resetsAt } = ledger.view('key', id, limits.spend);
  return remaining > 0 ? null : { reason: 'spend_limit_reached', until: resetsAt };
}

function toEvent(threshold: Threshold, { holder, budget, spent, reserved, resetsAt }: BudgetFact) {
  return {
    type: 'budget',
    scope: holder.scope,
    id: holder.id,
    name: holder.name,
    window: budget.window,
    action: budget.action,
    threshold,
    limit_usd: toUsd(budget.limitNanoUsd) ?? 0,
    spent_usd: toUsd(spent) ?? 0,
    reserved_usd: toUsd(reserved) ?? 0,
    resets_at: new Date(resetsAt).toISOString(),
  } as const;
}
