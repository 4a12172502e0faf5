import { readPercentiles, STEPS } from './latency-counts';
import { addCounter, addSpread, openPack, type Picked, pickSets, type Spread } from './read-pack';
import { COUNTERS } from './usage-tables';

const WIDTH = COUNTERS.length;
const US_PER_TENTH = 100;
/** In the order of a pack. */
const LATENCIES = ['total', 'first_token'] as const;
const SUM_OF = { total: COUNTERS.indexOf('total_us'), first_token: COUNTERS.indexOf('first_token_us') };
const REQUESTS = COUNTERS.indexOf('requests');
const COUNT_OF = {
  total: COUNTERS.indexOf('total_count'),
  first_token: COUNTERS.indexOf('first_token_count'),
};

/** What is known of a group; latencies in tenths of a millisecond, NaN where there were none. */
export const NUMBERS = [
  ...COUNTERS,
  'total average',
  'total p50',
  'total p95',
  'first_token average',
  'first_token p50',
  'first_token p95',
] as const;

type LatencyName = (typeof LATENCIES)[number];

/** What each of some groups used; they are called by their places. */
export interface UsageSums {
  /** `placeOf`: id of a set → place of its group; -1: it does not count. */
  addPack(pack: Uint8Array, placeOf: Int32Array): void;
  /** Everything that is in another one, of all of its groups, to the group of the first place. */
  addAll(other: UsageSums): void;
  requestsOf(place: number): number;
  /** The numbers of NUMBERS in their order. */
  readNumbers(place: number, into: Float64Array): void;
  /** To begin anew: one serves for thousands of buckets. */
  clear(): void;
  readonly parts: Parts;
}

/** Counters and spreads of all groups, one group after the other. */
interface Parts {
  readonly groups: number;
  readonly counters: Float64Array;
  readonly spreads: Readonly<Record<LatencyName, Spread>>;
}

export function createUsageSums(groups: number): UsageSums {
  const parts: Parts = {
    groups,
    counters: new Float64Array(groups * WIDTH),
    spreads: { total: createSpread(groups), first_token: createSpread(groups) },
  };
  const { counters, spreads } = parts;
  return {
    parts,
    addPack: createPackAdder(parts),
    addAll({ parts: more }) {
      for (let group = 0; group < more.groups; group += 1) {
        for (let index = 0; index < WIDTH; index += 1) {
          counters[index] = (counters[index] ?? 0) + (more.counters[group * WIDTH + index] ?? 0);
        }
        for (const name of LATENCIES) addGroup(spreads[name], more.spreads[name], group);
      }
    },
    requestsOf: (place) => counters[place * WIDTH + REQUESTS] ?? 0,
    readNumbers(place, into) {
      for (let index = 0; index < WIDTH; index += 1) into[index] = counters[place * WIDTH + index] ?? 0;
      let at = WIDTH;
      for (const name of LATENCIES) {
        const all = into[COUNT_OF[name]] ?? 0;
        into[at] = Math.round((into[SUM_OF[name]] ?? 0) / all / US_PER_TENTH);
        const { counts, lowest, highest } = spreads[name];
        readPercentiles(counts, { offset: place * STEPS, lowest, highest, all }, into, at + 1);
        at += 3;
      }
    },
    clear() {
      counters.fill(0);
      for (const name of LATENCIES) clearSpread(spreads[name], groups);
    },
  };
}

function createPackAdder({ counters, spreads }: Parts): UsageSums['addPack'] {
  const picked: Picked = { sets: new Int32Array(0), places: new Int32Array(0), count: 0 };
  return (bytes, placeOf) => {
    const pack = openPack(bytes);
    pickSets(pack, placeOf, picked);
    if (picked.count === 0) return;
    for (let counter = 0; counter < WIDTH; counter += 1) {
      addCounter(pack, picked, { counters, stride: WIDTH, counter });
    }
    for (const name of LATENCIES) addSpread(pack, picked, spreads[name]);
  };
}

function createSpread(groups: number): Spread {
  return { counts: new Float64Array(groups * STEPS), lowest: STEPS, highest: -1 };
}

/** Of one group to the first one. */
function addGroup(sum: Spread, more: Spread, group: number): void {
  for (let step = more.lowest; step <= more.highest; step += 1) {
    sum.counts[step] = (sum.counts[step] ?? 0) + (more.counts[group * STEPS + step] ?? 0);
  }
  sum.lowest = Math.min(sum.lowest, more.lowest);
  sum.highest = Math.max(sum.highest, more.highest);
}

function clearSpread(spread: Spread, groups: number): void {
  const { counts, lowest, highest } = spread;
  for (let group = 0; group < groups; group += 1) {
    counts.fill(0, group * STEPS + lowest, group * STEPS + highest + 1);
  }
  spread.lowest = STEPS;
  spread.highest = -1;
}
