import { fitsModel } from '../fits-model';
import type { CountingRules } from '../types';
import type { InFlight } from './in-flight';
import type { QuotaPlace } from './quota-book';

/** How many of the requests that a place may have under way at once are. */
export interface Crowd {
  /** Under which its requests are counted. */
  readonly name: string;
  readonly most: number;
  readonly inFlight: number;
}

/**
 * Limits of parallel requests, so that a place is passed over before it answers 429. They come from a table, which
 * may be wrong for an account: who answers beyond it is believed, until it refuses.
 */
export interface BusyWatch {
  /** `null`: nothing is known of such a limit. */
  crowdAt(place: QuotaPlace): Crowd | null;
  /** 0 to 1: how much of the limit is free; `null`: not known, or nothing is under way. */
  roomAt(place: QuotaPlace): number | null;
  answeredBeyond(crowd: Crowd): void;
  refused(place: QuotaPlace): void;
  /** An account was seen to answer beyond its limit before the program was started anew. */
  restore(name: string): void;
}

interface Deps {
  readonly rulesOf: (provider: string) => CountingRules | null;
  readonly inFlight: Pick<InFlight, 'count'>;
  /** `true`: this limit does not hold; `null`: it does again. */
  readonly onChange: (name: string, isDisproved: true | null) => void;
}

export function createBusyWatch({ rulesOf, inFlight, onChange }: Deps): BusyWatch {
  const disproved = new Set<string>();
  const limitAt = ({ provider, account, model }: QuotaPlace) => {
    const limits = rulesOf(provider)?.concurrency;
    if (limits === undefined || limits.length === 0) return null;
    const limit = limits.find((entry) => fitsModel(entry.model, model));
    return limit ? { name: `parallel\n${provider}\n${account}\n${limit.model}`, most: limit.limit } : null;
  };
  function crowdAt(place: QuotaPlace): Crowd | null {
    const limit = limitAt(place);
    if (limit === null || disproved.has(limit.name)) return null;
    return { ...limit, inFlight: inFlight.count(limit.name) };
  }
  return {
    crowdAt,
    roomAt(place) {
      const crowd = crowdAt(place);
      return crowd === null || crowd.inFlight === 0 ? null : Math.max(0, 1 - crowd.inFlight / crowd.most);
    },
    answeredBeyond({ name }) {
      if (disproved.has(name)) return;
      disproved.add(name);
      onChange(name, true);
    },
    refused(place) {
      const limit = limitAt(place);
      if (limit !== null && disproved.delete(limit.name)) onChange(limit.name, null);
    },
    restore: (name) => void disproved.add(name),
  };
}
