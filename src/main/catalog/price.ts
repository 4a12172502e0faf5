import type { ModelPrice, PriceTier, TokenRates } from '../gateway/types';

/** Beyond this a number is not a price per million tokens but a mistaken unit. */
const DEAREST_USD_PER_MILLION = 10_000;
/** The same for a price per request. */
const DEAREST_USD_PER_REQUEST = 10;
const LARGEST_CONTEXT = 1e9;

/** USD per million tokens. `null` or left out: nobody says. */
export interface UsdRates {
  readonly input: number | null;
  readonly output: number | null;
  readonly cached?: number | null | undefined;
  readonly cacheWrite?: number | null | undefined;
  readonly audioInput?: number | null | undefined;
  readonly imageInput?: number | null | undefined;
  readonly reasoning?: number | null | undefined;
  readonly audioOutput?: number | null | undefined;
}

export interface UsdTier extends UsdRates {
  readonly above: number;
}

export interface UsdPrice extends UsdRates {
  /** USD for each request, beside its tokens. */
  readonly perRequest?: number | null | undefined;
  readonly tiers?: readonly UsdTier[] | undefined;
}

/** `null` where either price is missing, negative ("it depends") or out of all proportion. */
export function toPrice(usd: UsdPrice): ModelPrice | null {
  const rates = toRates(usd);
  if (rates === null) return null;
  const tiers = toTiers(usd.tiers ?? []);
  const perRequest = usd.perRequest ?? null;
  const isCharged = perRequest !== null && perRequest > 0 && perRequest <= DEAREST_USD_PER_REQUEST;
  return {
    ...rates,
    ...(isCharged ? { perRequest: toNanoUsd(perRequest) } : {}),
    ...(tiers.length > 0 ? { tiers } : {}),
  };
}

export function isFreeOfCharge(price: ModelPrice | null): boolean {
  if (price === null || price.perRequest !== undefined) return false;
  return price.inputPerMillion === 0 && price.outputPerMillion === 0;
}

/** Sources write 0 for a part they do not know; the whole it belongs to then has the say. */
const PARTS = [
  ['cached', 'cachedInputPerMillion'],
  ['cacheWrite', 'cacheWritePerMillion'],
  ['audioInput', 'audioInputPerMillion'],
  ['imageInput', 'imageInputPerMillion'],
  ['reasoning', 'reasoningPerMillion'],
  ['audioOutput', 'audioOutputPerMillion'],
] as const;

function toRates(usd: UsdRates): TokenRates | null {
  if (!isPrice(usd.input) || !isPrice(usd.output)) return null;
  const parts: Partial<Record<(typeof PARTS)[number][1], number>> = {};
  for (const [from, to] of PARTS) {
    const amount = usd[from] ?? null;
    if (isPrice(amount) && amount > 0) parts[to] = toNanoUsd(amount);
  }
  return { inputPerMillion: toNanoUsd(usd.input), outputPerMillion: toNanoUsd(usd.output), ...parts };
}

/** Rising, one for each size. A tier that cannot be read is left out. */
function toTiers(tiers: readonly UsdTier[]): readonly PriceTier[] {
  const read = new Map<number, PriceTier>();
  for (const { above, ...usd } of tiers) {
    const rates = toRates(usd);
    if (rates === null || !Number.isInteger(above) || above <= 0 || above > LARGEST_CONTEXT) continue;
    read.set(above, { aboveInputTokens: above, ...rates });
  }
  return [...read.values()].sort((one, other) => one.aboveInputTokens - other.aboveInputTokens);
}

function isPrice(usd: number | null): usd is number {
  return usd !== null && usd >= 0 && usd <= DEAREST_USD_PER_MILLION;
}

function toNanoUsd(usd: number): number {
  return Math.round(usd * 1e9);
}
