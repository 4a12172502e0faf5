import type { FreeLimit } from '../types';
import type { MarkKind } from './marks';
import type { QuotaPlace } from './quota-book';
import { sharedPool } from './quota-table';
import type { HealthPlace } from './types';

/** Under which name each kind of mark is kept for a place. */
export type Names = Readonly<Record<MarkKind, string>>;

export function namePlace(place: HealthPlace, limits: readonly FreeLimit[]): Names {
  const who = whoOf(place);
  const route = `${place.provider}\n${place.model}`;
  const account = `${place.provider}\n${place.account ?? who}\n`;
  return {
    keys: who,
    providers: place.provider,
    pools: account + (sharedPool(limits, place.model) ?? place.model),
    quotas: account + place.model,
    permissions: `${who}\n${place.model}`,
    gone: route,
    routes: route,
  };
}

/** Whose requests are counted together. */
export function whoOf(place: HealthPlace): string {
  return place.keyId ?? place.provider;
}

export function quotaPlace(place: HealthPlace): QuotaPlace {
  return { provider: place.provider, account: place.account ?? whoOf(place), model: place.model };
}
