import { toNanoUsd } from '../../../shared/domain/money';
import type { TokenUsage } from '../../../shared/domain/request';
import type { RawUsage } from '../chat';
import { isFreePlace } from './is-free';
import { priceTokens } from './price-tokens';
import type { Cost, PaidPlace } from './types';

const FREE: Cost = { nanoUsd: 0, source: 'free' };
const UNKNOWN: Cost = { nanoUsd: null, source: 'unknown' };

/** What the answer cost. An upstream's own bill beats everything computed here, also where nothing was expected. */
export function settleCost(place: PaidPlace, usage: TokenUsage, raw: RawUsage | null): Cost {
  const { kind } = place.provider;
  if (kind === 'local' || kind === 'builtin') return FREE;
  if (raw !== null && raw.costUsd !== null) return { nanoUsd: toNanoUsd(raw.costUsd), source: 'upstream' };
  if (isFreePlace(place)) return FREE;
  const price = place.facts?.price;
  if (!price) return UNKNOWN;
  const nanoUsd = priceTokens(price, raw?.parts ? { ...usage, parts: raw.parts } : usage);
  return { nanoUsd, source: usage.estimated ? 'estimated' : 'catalog' };
}
