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
  restore(name: string, guess: RateGuess): void;
}

/** Times in epoch milliseconds; 0: never. */
export interface RateGuess {
  readonly rate: number;
  readonly loweredAt: number;
  readonly raisedAt: number;
}

export function createAdaptiveRate(
  now: () => number,
  onChange: (name: string, guess: RateGuess) => void,
): AdaptiveRate {
  const guesses = new Map<string, RateGuess>();
  const guessOf = (name: string, start: number): RateGuess =>
    guesses.get(name) ?? { rate: start, loweredAt: 0, raisedAt: 0 };
  const set = (name: string, guess: RateGuess) => {
    guesses.set(name, guess);
    onChange(name, guess);
  };
  const isLongAgo = (at: number, ms: number) => Math.abs(now() - at) >= ms;
  return {
    of: (name, start) => guessOf(name, start).rate,
    refused(name, start) {
      const guess = guessOf(name, start);
      if (!isLongAgo(guess.loweredAt, BURST_MS)) return;
      set(name, { ...guess, rate: Math.max(1, Math.floor(guess.rate * SHRINK)), loweredAt: now() });
    },
    exceeded(name, start) {
      const guess = guessOf(name, start);
      if (!isLongAgo(guess.loweredAt, MINUTE_MS) || !isLongAgo(guess.raisedAt, MINUTE_MS)) return;
      set(name, { ...guess, rate: Math.min(start * MOST, guess.rate + STEP), raisedAt: now() });
    },
    restore: (name, guess) => void guesses.set(name, guess),
  };
}
