import type { SpendBook, SpendScope } from '../../gateway/ports';
import { type Booking, eachSum, type SpendEntry } from './spend-table';

/** The sums in memory: what was finished a moment ago is in them before the log's thread has read of it. */
export interface Spend extends Pick<SpendBook, 'spent'> {
  book(booking: Booking): void;
}

/** Quarters of an hour of the longest window, with some days to spare for a change of the time zone. */
const KEPT_QUARTERS = 35 * 24 * 4;

export function createSpendBook(entries: readonly SpendEntry[]): Spend {
  const scopes: Readonly<Record<SpendScope, Map<string, Map<number, number>>>> = {
    token: new Map(),
    workspace: new Map(),
    key: new Map(),
  };

  function add(scope: SpendScope, id: string, start: number, cost: number): void {
    let sums = scopes[scope].get(id);
    if (!sums) {
      sums = new Map();
      scopes[scope].set(id, sums);
    }
    const before = sums.get(start);
    sums.set(start, (before ?? 0) + cost);
    if (before === undefined && sums.size > KEPT_QUARTERS) sums.delete(Math.min(...sums.keys()));
  }

  for (const { scope, id, start, costNanoUsd } of entries) add(scope, id, start, costNanoUsd);
  return {
    book: (booking) => eachSum(booking, add),
    spent(scope, id, from, to) {
      let total = 0;
      for (const [start, cost] of scopes[scope].get(id) ?? []) {
        if (start >= from && start < to) total += cost;
      }
      return total;
    },
  };
}
