import { fitsModel } from '../fits-model';
import { isThisComputer } from '../local-address';
import type { ModelPrice } from '../types';
import type { PaidPlace } from './types';

/**
 * Nobody sends a bill: this computer, unless somebody has named a price for what answers on it, the demo, no account
 * to bill, a plan that is paid anyway, or a free tier whose published limits cover the model. What stands elsewhere
 * in one's own network may be a gateway that does bill, so it says so itself, by a price of 0.
 * Whether an account has left its free tier nobody says before the bill does.
 */
export function isFreePlace({ provider, model, key, facts }: PaidPlace): boolean {
  if (provider.kind === 'local' || provider.kind === 'builtin') return true;
  if (key === null && provider.keyless === 'anonymous') return true;
  if (provider.kind === 'custom' && (facts?.price ?? null) === null && isThisComputer(provider.baseUrl))
    return true;
  if (facts === null) return false;
  const { tier, price } = facts;
  if (tier === 'local' || tier === 'subscription') return true;
  if (price !== null && isPriceOfNothing(price)) return true;
  if (tier !== 'free') return false;
  return price === null || provider.freeLimits.some((limit) => fitsModel(limit.model, model));
}

function isPriceOfNothing(price: ModelPrice): boolean {
  return price.inputPerMillion === 0 && price.outputPerMillion === 0 && (price.perRequest ?? 0) === 0;
}
