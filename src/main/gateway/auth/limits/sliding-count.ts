const FIRST_SIZE = 16;

/** Moments inside the last `lengthMs`, exactly: at `t` those in (t − length, t] count. Times in milliseconds. */
export interface SlidingCount {
  count(now: number): number;
  add(now: number): void;
  /** Takes one back that was added at `moment`. */
  undo(moment: number): void;
  /** When fewer than `limit` are left, while nothing is added; `now` when there are. */
  freeAt(limit: number, now: number): number;
}

/**
 * A ring that grows to what the limit lets in, and never again allocates: see decisions/0014.
 * `earlier`: moments to begin with, oldest first.
 */
export function createSlidingCount(lengthMs: number, earlier: readonly number[] = []): SlidingCount {
  let ring = new Float64Array(Math.max(FIRST_SIZE, earlier.length));
  ring.set(earlier);
  let first = 0;
  let size = earlier.length;
  const at = (index: number) => ring[(first + index) % ring.length] ?? 0;

  function grow(): void {
    const larger = new Float64Array(ring.length * 2);
    for (let index = 0; index < size; index += 1) larger[index] = at(index);
    ring = larger;
    first = 0;
  }

  /** A clock that was set back has not given anybody time: what was counted moves with it. */
  function followClock(now: number): void {
    const ahead = size > 0 ? at(size - 1) - now : 0;
    if (ahead <= 0) return;
    for (let index = 0; index < size; index += 1) ring[(first + index) % ring.length] = at(index) - ahead;
  }

  function count(now: number): number {
    followClock(now);
    while (size > 0 && at(0) <= now - lengthMs) {
      first = (first + 1) % ring.length;
      size -= 1;
    }
    return size;
  }

  return {
    count,
    add(now) {
      followClock(now);
      if (size === ring.length) grow();
      ring[(first + size) % ring.length] = now;
      size += 1;
    },
    undo(moment) {
      let index = size - 1;
      while (index >= 0 && at(index) !== moment) index -= 1;
      // Out of the window by now, or moved with the clock.
      if (index < 0) return;
      for (; index < size - 1; index += 1) ring[(first + index) % ring.length] = at(index + 1);
      size -= 1;
    },
    freeAt(limit, now) {
      const over = count(now) - limit;
      return over < 0 ? now : at(Math.min(over, size - 1)) + lengthMs;
    },
  };
}
