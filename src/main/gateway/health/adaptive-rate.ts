/** Added for each full minute that was used up without a refusal. */
const STEP = 2;
const SHRINK = 0.5;
const MINUTE_MS = 60_000;
/** Refusals closer together than this come from the same burst. */
const BURST_MS = 5000;
/** A guess is never raised to more than this many times what it started from. */
const MOST = 10;

/**
 * Finds an unpublished rate: a little more after every minute in which all of it was used, half as much after a
 * refusal (additive increase, multiplicative decrease). Rates are requests per minute. Source: quota-signals.md, NVIDIA.
 */
export interface AdaptiveRate {
  of(name: string, start: number): number;
  refused(name: string, start: number): void;
  /** A request was answered although the rate was used up. */
  exceeded(name: string, start: number): void;
}

interface Guess {
  readonly rate: number;
  readonly loweredAt: number;
  readonly raisedAt: number;
}

export function createAdaptiveRate(now: () => number): AdaptiveRate {
  const guesses = new Map<string, Guess>();
  const guessOf = (name: string, start: number): Guess =>
    guesses.get(name) ?? {
      rate: start,
      loweredAt: Number.NEGATIVE_INFINITY,
      raisedAt: Number.NEGATIVE_INFINITY,
    };
  const isLongAgo = (at: number, ms: number) => Math.abs(now() - at) >= ms;
  return {
    of: (name, start) => guessOf(name, start).rate,
    refused(name, start) {
      const guess = guessOf(name, start);
      if (!isLongAgo(guess.loweredAt, BURST_MS)) return;
      const rate = Math.max(1, Math.floor(guess.rate * SHRINK));
      guesses.set(name, { ...guess, rate, loweredAt: now() });
    },
    exceeded(name, start) {
      const guess = guessOf(name, start);
      if (!isLongAgo(guess.loweredAt, MINUTE_MS) || !isLongAgo(guess.raisedAt, MINUTE_MS)) return;
      const rate = Math.min(start * MOST, guess.rate + STEP);
      guesses.set(name, { ...guess, rate, raisedAt: now() });
    },
  };
}
