/** Percent of a budget or quota at which somebody is told. */
export const THRESHOLDS = [50, 80, 100] as const;
export type Threshold = (typeof THRESHOLDS)[number];

export function thresholdBit(threshold: Threshold): number {
  return 1 << THRESHOLDS.indexOf(threshold);
}

/** A bit for each threshold that has been reached. Without a limit above 0 there is none to reach. */
export function passedThresholds(used: number, limit: number): number {
  if (limit <= 0) return 0;
  let passed = 0;
  for (const threshold of THRESHOLDS) {
    if (used * 100 >= limit * threshold) passed |= thresholdBit(threshold);
  }
  return passed;
}
