import { describe, expect, it } from 'vitest';
import { createRateWindows } from '../../../../../src/main/gateway/auth/limits/rate-windows';
import { NO_LIMITS } from '../../../../../src/main/gateway/no-limits';

const policy = { ...NO_LIMITS, tokensPerMinute: 1000 };
const open = () => createRateWindows({ recentStarts: () => [] });
const MINUTE = 60_000;

/** Source: issue 4, 2 and 4. */
describe('tokens per minute', () => {
  it('are those that were really used, also by an answer that took longer than a minute', () => {
    const rates = open();
    const long = rates.enter(policy, 100, 0);
    long.leave(1000, 90_000);
    expect(rates.refusal(policy, 1, 90_001)?.fitsAt).toBe(90_000 + MINUTE);
    expect(rates.refusal(policy, 1, 90_000 + MINUTE)).toBeNull();
  });

  it('keep what an answer may still use for as long as it runs', () => {
    const rates = open();
    const long = rates.enter(policy, 900, 0);
    const refusal = rates.refusal(policy, 200, 10 * MINUTE);
    expect(refusal).toMatchObject({ kind: 'tokens_per_minute', remaining: 100 });
    // Nobody knows when it ends: soon is a better answer than never.
    expect(refusal?.fitsAt).toBe(10 * MINUTE + 1000);
    long.leave(50, 10 * MINUTE);
    expect(rates.refusal(policy, 950, 10 * MINUTE)).toBeNull();
  });

  it('count nothing of a request that was refused after all', () => {
    const rates = open();
    rates.enter(policy, 900, 0).undo();
    expect(rates.refusal(policy, 1000, 0)).toBeNull();
  });
});
