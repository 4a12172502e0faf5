/** Something that is under way: nobody knows yet what it will draw. */
export interface OpenAmount {
  /** It is over; what it really drew counts from now on. Once. */
  close(now: number, drawn: number): void;
}

/**
 * Amounts of the last `lengthMs` together, and what is set aside for those that are under way. What is over counts at
 * `t` while it ended in (t − length, t]. Times in milliseconds.
 */
export interface SlidingSum {
  sum(now: number): number;
  /** Counts for as long as it is open, however long that is. */
  open(amount: number): OpenAmount;
  /** When `amount` more fits under `limit`, as far as time alone decides. */
  freeAt(limit: number, amount: number, now: number): Room;
}

/** `at` epoch milliseconds. `waits`: only when something under way has ended. `never`: it is larger than the limit. */
export type Room =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'waits' }
  | { readonly kind: 'never' };

export function createSlidingSum(lengthMs: number): SlidingSum {
  let entries: { at: number; readonly amount: number }[] = [];
  let first = 0;
  let ended = 0;
  let held = 0;

  /** A clock that was set back has not given anybody time: what was counted moves with it. */
  function followClock(now: number): void {
    const newest = entries.at(-1);
    const ahead = newest === undefined ? 0 : newest.at - now;
    if (ahead <= 0) return;
    for (const entry of entries) entry.at -= ahead;
  }

  function sum(now: number): number {
    followClock(now);
    for (let entry = entries[first]; entry && entry.at <= now - lengthMs; entry = entries[first]) {
      ended -= entry.amount;
      first += 1;
    }
    if (first * 2 > entries.length) {
      entries = entries.slice(first);
      first = 0;
    }
    return ended + held;
  }

  return {
    sum,
    open(amount) {
      held += amount;
      return {
        close(now, drawn) {
          held -= amount;
          if (drawn === 0) return;
          followClock(now);
          entries.push({ at: now, amount: drawn });
          ended += drawn;
        },
      };
    },
    freeAt(limit, amount, now) {
      if (amount > limit) return { kind: 'never' };
      let left = sum(now);
      let at = now;
      for (let index = first; left + amount > limit; index += 1) {
        const entry = entries[index];
        if (!entry) return { kind: 'waits' };
        left -= entry.amount;
        at = entry.at + lengthMs;
      }
      return { kind: 'at', at };
    },
  };
}
