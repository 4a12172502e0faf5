import { SpiderGateError } from '../../errors';
import type { SpendScope } from '../../ports';
import type { NanoUsd } from '../../types';
import { toWaitHeaders } from '../../waiting';
import type { BudgetFact } from './ledger';
import { MINUTE_MS, type RateKind, type RateRefusal, type RateState } from './rate-windows';

const OWNERS: Readonly<Record<SpendScope, string>> = {
  token: 'This token',
  workspace: 'The workspace of this token',
  key: 'This key',
};

const LIMITS: Readonly<Record<RateKind, (limit: number) => string>> = {
  requests_per_minute: (limit) => `${limit} requests a minute`,
  requests_per_day: (limit) => `${limit} requests a day`,
  tokens_per_minute: (limit) => `${limit} tokens a minute`,
  parallel_requests: (limit) => `${limit} requests at once`,
};

/** 429 with everything that tells a caller when to come back. Source: api.md, "Errors". */
export function createRateError(refusal: RateRefusal, owner: SpendScope, now: number): SpiderGateError {
  const { kind, limit, fitsAt } = refusal;
  const waitMs = (fitsAt ?? now + MINUTE_MS) - now;
  const allowed = `${OWNERS[owner]} may make ${LIMITS[kind](limit)}`;
  const what = kind === 'tokens_per_minute' ? allowed.replace('make', 'use') : allowed;
  const advice =
    fitsAt === null
      ? 'this request alone is larger than that. Shorten it, or ask for a shorter answer.'
      : `try again in ${Math.ceil(waitMs / 1000)} s.`;
  const code = kind === 'requests_per_day' ? 'daily_rate_limit_exceeded' : 'rate_limit_exceeded';
  return new SpiderGateError(code, `${what}; ${advice}`, {
    headers: {
      ...toWaitHeaders(waitMs),
      ...toRateHeaders(refusal),
      ...(fitsAt === null ? { 'x-should-retry': 'false' } : {}),
    },
  });
}

/** `X-RateLimit-Reset` is in epoch seconds, rounded up: nobody who waits for it comes too early. */
export function toRateHeaders({
  kind,
  limit,
  remaining,
  resetsAt,
}: RateState): Readonly<Record<string, string>> {
  const reset = String(Math.ceil(resetsAt / 1000));
  // Names made up of parts would cost as much as the rest: they are in every answer.
  if (kind === 'tokens_per_minute') {
    return {
      'x-ratelimit-limit-tokens': String(limit),
      'x-ratelimit-remaining-tokens': String(remaining),
      'x-ratelimit-reset': reset,
    };
  }
  return {
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset': reset,
  };
}

/** 402, before any provider is called. `asked`: what the cheapest place can cost. */
export function createBudgetError(fact: BudgetFact, asked: NanoUsd): SpiderGateError {
  const { holder, budget, spent, reserved, resetsAt } = fact;
  const held = reserved > 0 ? `, with ${formatUsd(reserved)} more set aside for requests under way` : '';
  return new SpiderGateError(
    'budget_exceeded',
    `${OWNERS[holder.scope]} has spent ${formatUsd(spent)} of its ${formatUsd(budget.limitNanoUsd)} for this ${budget.window}${held}; this request can cost up to ${formatUsd(asked)}. The budget starts afresh at ${new Date(resetsAt).toISOString()}. Raise it in SpiderGate, ask for a shorter answer, or use a free model.`,
    { headers: { 'x-should-retry': 'false' } },
  );
}

/** 402 where no price is known at all: what cannot be bounded cannot be kept within a budget. */
export function createUnpricedError(place: string, isCustom: boolean): SpiderGateError {
  const [provider] = place.split('/');
  const advice = isCustom
    ? `Give the provider's models their prices (0 where nobody sends a bill): "models" of PATCH /providers/${provider} in the Control API.`
    : 'Use a model whose price is known, or let the budget warn instead of block.';
  return new SpiderGateError(
    'budget_exceeded',
    `A budget that blocks applies to this request, and no price is known for ${place}, so nobody can say whether it fits. ${advice}`,
    { headers: { 'x-should-retry': 'false' } },
  );
}

/** To the nano-dollar where it matters: $5.00, $0.0125. */
function formatUsd(nano: NanoUsd): string {
  const [whole = '0', part = ''] = (nano / 1e9).toFixed(9).split('.');
  return `$${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`;
}
