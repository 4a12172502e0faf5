/** Money is counted in integer nano-dollars; interfaces show USD. */
const NANO_PER_USD = 1e9;

export function toUsd(nano: number | null): number | null {
  return nano === null ? null : nano / NANO_PER_USD;
}

/** To the nearest; `Infinity` and what no integer can hold becomes the largest amount there is. */
export function toNanoUsd(usd: number): number {
  return Math.min(Math.round(usd * NANO_PER_USD), Number.MAX_SAFE_INTEGER);
}
