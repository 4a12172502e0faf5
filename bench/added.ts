import type { Rounds } from './jobs.ts';
import { median, overRounds, type Rounded, type Spread, spreadOf } from './statistics.ts';

/** What a target adds to the provider itself, round by round: both were measured side by side within each. */
export function addedSpread(rounds: Rounds, direct: Rounds): Spread {
  const perRound = rounds.map((samples, round) => {
    const own = spreadOf(samples);
    const base = spreadOf(direct[round] ?? []);
    return { p50: own.p50 - base.p50, p99: own.p99 - base.p99 };
  });
  return { p50: median(perRound.map(({ p50 }) => p50)), p99: median(perRound.map(({ p99 }) => p99)) };
}

/** How many times the added p50 of `other` a target adds; the ratio of each round, so that a slow one distorts nothing. */
export function addedRatio(rounds: Rounds, other: Rounds, direct: Rounds): Rounded {
  const addedIn = (of: Rounds, round: number) =>
    spreadOf(of[round] ?? []).p50 - spreadOf(direct[round] ?? []).p50;
  return overRounds(
    rounds.map((_, round) => {
      const base = addedIn(other, round);
      // A round in which the other seems to add nothing was noise: of that there is no multiple.
      return base > 0 ? addedIn(rounds, round) / base : Number.NaN;
    }),
  );
}

/** The ratio of two rates, round by round. */
export function rateRatio(rates: readonly number[], other: readonly number[]): Rounded {
  return overRounds(rates.map((rate, round) => rate / (other[round] ?? Number.NaN)));
}
