import type { FreeLimit } from '../types';
import type { MarkKind } from './marks';
import type { QuotaPlace } from './quota-book';
import { sharedPool } from './quota-table';
import type { HealthPlace } from './types';

/** Under which name each kind of mark is kept for a place. */
export type Names = Readonly<Record<MarkKind, string>>;

/** What a place is called in the books of health. */
export interface NamedPlace {
  readonly names: Names;
  readonly quota: QuotaPlace;
}

const MOST_KNOWN = 2000;

interface Known extends NamedPlace {
  readonly provider: string;
  readonly account: string | null;
  readonly limits: readonly FreeLimit[];
}

/** Names are made once for each place: every request asks for them several times, and for new texts maps are slow. */
export function createPlaceNames(
  limitsOf: (provider: string) => readonly FreeLimit[],
): (place: HealthPlace) => NamedPlace {
  const known = new Map<string, Map<string, Known>>();
  let count = 0;

  function add(models: Map<string, Known>, place: HealthPlace, limits: readonly FreeLimit[]): Known {
    const { provider, account, model } = place;
    const names = namePlace(place, limits);
    const quota = {
      provider,
      account: account ?? whoOf(place),
      model,
      isKeyless: place.keyId === null,
      pool: names.quotas,
    };
    const made = { provider, account, limits, names, quota };
    models.set(model, made);
    count += 1;
    return made;
  }

  return (place) => {
    if (count > MOST_KNOWN) {
      known.clear();
      count = 0;
    }
    const limits = limitsOf(place.provider);
    const who = whoOf(place);
    let models = known.get(who);
    if (!models) {
      models = new Map();
      known.set(who, models);
    }
    const found = models.get(place.model);
    const isSame =
      found?.provider === place.provider && found.account === place.account && found.limits === limits;
    return isSame ? found : add(models, place, limits);
  };
}

function namePlace(place: HealthPlace, limits: readonly FreeLimit[]): Names {
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
function whoOf(place: HealthPlace): string {
  return place.keyId ?? place.provider;
}
