import type { SpendBook } from '../../ports';
import { createSlidingCount, type SlidingCount } from './sliding-count';

const DAY_MS = 86_400_000;

/** Moments of the last day, with those of before this was opened. */
export interface DayCount {
  /**
   * Reads them anew when the limits have become others since: under a lower one fewer were read than this one needs,
   * and while there was none nothing was counted. `limits`: the same object until somebody changes them.
   */
  under(limits: object, most: number, now: number): SlidingCount;
  /** As they are, also for a request that came under limits of before. */
  lately(limits: object, most: number, now: number): SlidingCount;
}

/** `recentStarts`: moments of the last day, oldest first, at most `limit`. */
export function createDayCount(
  recentStarts: (since: number, limit: number) => ReturnType<SpendBook['recentStarts']>,
): DayCount {
  let count: SlidingCount | null = null;
  let readFor: object | null = null;
  const under: DayCount['under'] = (limits, most, now) => {
    if (count === null || readFor !== limits) {
      count = createSlidingCount(DAY_MS, recentStarts(now - DAY_MS, most));
      readFor = limits;
    }
    return count;
  };
  return { under, lately: (limits, most, now) => count ?? under(limits, most, now) };
}
