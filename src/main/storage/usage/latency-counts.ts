/** Steps of a ninth each; a percentile read from them is right to a tenth. */
const STEPS_PER_DOUBLING = 8;
/** 2^(255/8) ms: longer than any request. A step fits into a byte. */
export const STEPS = 256;

/** How often a latency fell into each step; sparse. */
export type LatencyCounts = Map<number, number>;

/** Milliseconds → step. */
export function stepOf(ms: number): number {
  if (!(ms > 1)) return 0;
  return Math.min(STEPS - 1, Math.round(Math.log2(ms) * STEPS_PER_DOUBLING));
}

export function addCount(counts: LatencyCounts, step: number, count = 1): void {
  counts.set(step, (counts.get(step) ?? 0) + count);
}

/** Tenths of a millisecond. */
const TENTHS_OF_STEP = Array.from({ length: STEPS }, (_, step) =>
  Math.round(2 ** (step / STEPS_PER_DOUBLING) * 10),
);

interface Counted {
  /** Where the count of the first step is. */
  readonly offset: number;
  /** There is nothing below and above these steps. */
  readonly lowest: number;
  readonly highest: number;
  readonly all: number;
}

/** The latencies, in tenths of a millisecond, that a half and 95 % of all stayed under; NaN: there are none. */
export function readPercentiles(
  counts: Float64Array,
  counted: Counted,
  into: Float64Array,
  at: number,
): void {
  const { offset, lowest, highest, all } = counted;
  into[at] = Number.NaN;
  into[at + 1] = Number.NaN;
  let passed = 0;
  let isHalf = false;
  for (let step = lowest; step <= highest; step += 1) {
    const here = counts[offset + step] ?? 0;
    if (here === 0) continue;
    passed += here;
    if (!isHalf && passed >= all * 0.5) {
      into[at] = TENTHS_OF_STEP[step] ?? 0;
      isHalf = true;
    }
    if (passed >= all * 0.95) {
      into[at + 1] = TENTHS_OF_STEP[step] ?? 0;
      return;
    }
  }
}
