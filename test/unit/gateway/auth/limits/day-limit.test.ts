import { describe, expect, it } from 'vitest';
import { createKeyRates, createRateWindows } from '../../../../../src/main/gateway/auth/limits/rate-windows';
import { NO_LIMITS } from '../../../../../src/main/gateway/no-limits';
import { createFakeSpendBook } from '../../../../support/fake-spend-book';

const perDay = (requestsPerDay: number) => ({ ...NO_LIMITS, requestsPerDay });
const perMinute = { ...NO_LIMITS, requestsPerMinute: 100 };

function openBooks() {
  const book = createFakeSpendBook();
  const rates = createRateWindows({
    recentStarts: (since, limit) => book.recentStarts('token', 't', since, limit),
  });
  /** True: it was let in. */
  const ask = (policy: typeof NO_LIMITS, now: number): boolean => {
    if (rates.refusal(policy, 1, now)) return false;
    rates.enter(policy, 1, now).leave(1, now);
    book.note('token', 't', now);
    return true;
  };
  return { book, rates, ask };
}

/** Source: issue 4, 2 and 4. */
describe('requests per day', () => {
  it('know all of the day under a higher limit too, of which a lower one had asked for less', () => {
    const { book, ask } = openBooks();
    for (let at = 1; at <= 5; at += 1) book.note('token', 't', at);
    expect(ask(perDay(2), 10)).toBe(false);
    const higher = perDay(6);
    expect([ask(higher, 11), ask(higher, 12)]).toEqual([true, false]);
  });

  it('know what was asked for while there was no such limit', () => {
    const { ask } = openBooks();
    expect(ask(perDay(3), 1)).toBe(true);
    expect([ask(perMinute, 2), ask(perMinute, 3)]).toEqual([true, true]);
    expect(ask(perDay(3), 4)).toBe(false);
  });

  it('are read once for the same limits, and not again for the answer of a request that came before', () => {
    let reads = 0;
    const rates = createRateWindows({
      recentStarts: () => {
        reads += 1;
        return [];
      },
    });
    const [before, after] = [perDay(3), perDay(3)];
    for (const policy of [before, before, after, after]) rates.enter(policy, 1, 1);
    rates.tightest(before, 2);
    expect(reads).toBe(2);
  });

  it('of a key know its calls of the time without a limit', () => {
    const book = createFakeSpendBook();
    const keys = createKeyRates(book);
    const limits = (requestsPerDay: number | null) => ({
      requestsPerDay,
      requestsPerMinute: null,
      spend: null,
    });
    const first = limits(2);
    keys.count('k', first, 1);
    for (const at of [1, 2]) book.note('key', 'k', at);
    expect(keys.restsUntil('k', first, 3)).toBeNull();
    expect(keys.restsUntil('k', limits(2), 3)).not.toBeNull();
  });
});
