export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** NaN where there is nothing. */
export function percentileOf(samples: readonly number[], share: number): number {
  return percentile(
    [...samples].sort((a, b) => a - b),
    share,
  );
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** NaN where there is nothing; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** A ratio or difference taken in every round: the middle, and how far the rounds lay apart. */
export interface Rounded {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Rounds without a number are left out; NaN where none has one. */
export function overRounds(values: readonly number[]): Rounded {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return { median: Number.NaN, least: Number.NaN, most: Number.NaN };
  return { median: median(known), least: Math.min(...known), most: Math.max(...known) };
}
