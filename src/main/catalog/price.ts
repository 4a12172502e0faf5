import type { ModelPrice } from '../gateway/types';

/** Beyond this a number is not a price per million tokens but a mistaken unit. */
const DEAREST_USD_PER_MILLION = 10_000;

/** `null` where either price is missing, negative ("it depends") or out of all proportion. */
export function toPrice(
  input: number | null,
  output: number | null,
  cached: number | null = null,
): ModelPrice | null {
  if (!isPrice(input) || !isPrice(output)) return null;
  return {
    inputPerMillion: toNanoUsd(input),
    outputPerMillion: toNanoUsd(output),
    ...(isPrice(cached) && cached > 0 ? { cachedInputPerMillion: toNanoUsd(cached) } : {}),
  };
}

export function isFreeOfCharge(price: ModelPrice | null): boolean {
  return price !== null && price.inputPerMillion === 0 && price.outputPerMillion === 0;
}

function isPrice(usd: number | null): usd is number {
  return usd !== null && usd >= 0 && usd <= DEAREST_USD_PER_MILLION;
}

function toNanoUsd(usd: number): number {
  return Math.round(usd * 1e9);
}
