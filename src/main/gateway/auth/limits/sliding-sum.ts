/** One amount in a sliding sum; it may turn out to be another one. */
export interface SlidingEntry {
  at: number;
  amount: number;
  isGone: boolean;
}

/** Amounts of the last `lengthMs` together; at `t` those in (t − length, t] count. Times in milliseconds. */
export interface SlidingSum {
  sum(now: number): number;
  add(now: number, amount: number): SlidingEntry;
  /** Does nothing once the entry is out of the window. */
  correct(entry: SlidingEntry, amount: number): void;
  /** When `amount` more fits under `limit`, while nothing is added; `null`: never. */
  freeAt(limit: number, amount: number, now: number): number | null;
}

export function createSlidingSum(lengthMs: number): SlidingSum {
  let entries: SlidingEntry[] = [];
  let first = 0;
  let total = 0;

  function followClock(now: number): void {
    const newest = entries.at(-1);
    const ahead = newest === undefined ? 0 : newest.at - now;
    if (ahead <= 0) return;
    for (const entry of entries) entry.at -= ahead;
  }

  function sum(now: number): number {
    followClock(now);
    for (let entry = entries[first]; entry && entry.at <= now - lengthMs; entry = entries[first]) {
      total -= entry.amount;
      entry.isGone = true;
      first += 1;
    }
    if (first * 2 > entries.length) {
      entries = entries.slice(first);
      first = 0;
    }
    return total;
  }

  return {
    sum,
    add(now, amount) {
      followClock(now);
      const entry = { at: now, amount, isGone: false };
      entries.push(entry);
      total += amount;
      return entry;
    },
    correct(entry, amount) {
      if (entry.isGone) return;
      total += amount - entry.amount;
      entry.amount = amount;
    },
    freeAt(limit, amount, now) {
      if (amount > limit) return null;
      let left = sum(now);
      for (let index = first; left + amount > limit; index += 1) {
        const entry = entries[index];
        if (!entry) return now;
        left -= entry.amount;
        if (left + amount <= limit) return entry.at + lengthMs;
      }
      return now;
    },
  };
}
