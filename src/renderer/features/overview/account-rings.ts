import type { QuotaWindow } from '../../../shared/domain/health';
import { type PoolView, type RingView, viewPools } from '../../lib/quota-view';

/** The tightest pool of one window, which is what stops an account first. */
export interface WindowRing {
  readonly model: string | null;
  readonly ring: RingView;
}

const MOST_RINGS = 2;
/** A second is over before anybody has read it. */
const TOO_SHORT: QuotaWindow['window'] = 'second';

/** One ring for each window, the shortest first; of many windows those that say most. */
export function chooseRings(quota: readonly QuotaWindow[], now: number): readonly WindowRing[] {
  const tightest = new Map<QuotaWindow['window'], WindowRing>();
  for (const candidate of viewPools(quota, now).flatMap(spread)) {
    const { window } = candidate.ring.quota;
    if (window === TOO_SHORT) continue;
    const held = tightest.get(window);
    if (held === undefined || isTighter(candidate.ring, held.ring)) tightest.set(window, candidate);
  }
  const all = [...tightest.values()].toSorted((left, right) => order(left) - order(right));
  if (all.length <= MOST_RINGS) return all;
  const known = all.filter(({ ring }) => ring.share !== null);
  // The shortest and the longest: what may stop the next request, and what is left of the whole.
  const [first, last] = known.length >= MOST_RINGS ? [known[0], known.at(-1)] : [all[0], all.at(-1)];
  return [first, last].filter((ring) => ring !== undefined);
}

function spread({ model, rings }: PoolView): readonly WindowRing[] {
  return rings.map((ring) => ({ model, ring }));
}

/** What is known says more than what is not. */
function isTighter(candidate: RingView, held: RingView): boolean {
  if (candidate.share === null) return false;
  return held.share === null || candidate.share < held.share;
}

const WINDOWS: readonly QuotaWindow['window'][] = ['second', 'minute', 'hour', 'day', 'month'];

function order({ ring }: WindowRing): number {
  return WINDOWS.indexOf(ring.quota.window);
}
