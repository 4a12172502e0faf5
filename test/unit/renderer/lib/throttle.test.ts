import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createThrottle } from '../../../../src/renderer/lib/throttle';

describe('createThrottle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('looks once more after a burst, so that the last of it is counted', () => {
    let runs = 0;
    const look = createThrottle(() => {
      runs += 1;
    }, 1_000);
    for (let call = 0; call < 50; call++) look();
    expect(runs).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(runs).toBe(2);
    vi.advanceTimersByTime(10_000);
    expect(runs).toBe(2);
  });
});
