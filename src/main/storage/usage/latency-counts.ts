/** Steps of a ninth each; a percentile read from them is right to a tenth. */
const STEPS_PER_DOUBLING = 8;
/** 2^(255/8) ms: longer than any request. */
const LAST_STEP = 255;
const EMPTY = new Uint8Array(0);

/** How often a latency fell into each step; sparse. */
export type LatencyCounts = Map<number, number>;

/** Milliseconds → step. */
export function stepOf(ms: number): number {
  if (!(ms > 1)) return 0;
  return Math.min(LAST_STEP, Math.round(Math.log2(ms) * STEPS_PER_DOUBLING));
}

export function addCount(counts: LatencyCounts, step: number, count = 1): void {
  counts.set(step, (counts.get(step) ?? 0) + count);
}

/** Pairs of a step (one byte) and its count (base 128, lowest digits first), in the order of the steps. */
export function encodeCounts(counts: ReadonlyMap<number, number>): Uint8Array {
  if (counts.size === 0) return EMPTY;
  const bytes: number[] = [];
  const steps = counts.size === 1 ? [...counts] : [...counts].sort(([left], [right]) => left - right);
  for (const [step, count] of steps) pushCount(bytes, step, count);
  return Uint8Array.from(bytes);
}

/** Both together, without taking them apart into anything larger: it happens for every bucket of every batch. */
export function mergeEncoded(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const bytes: number[] = [];
  const added = listCounts(right);
  let next = 0;
  eachCount(left, (step, count) => {
    for (; next < added.length && (added[next] ?? 0) < step; next += 2)
      pushCount(bytes, added[next] ?? 0, added[next + 1] ?? 0);
    const isSame = next < added.length && added[next] === step;
    pushCount(bytes, step, count + (isSame ? (added[next + 1] ?? 0) : 0));
    if (isSame) next += 2;
  });
  for (; next < added.length; next += 2) pushCount(bytes, added[next] ?? 0, added[next + 1] ?? 0);
  return Uint8Array.from(bytes);
}

function listCounts(bytes: Uint8Array): number[] {
  const flat: number[] = [];
  eachCount(bytes, (step, count) => flat.push(step, count));
  return flat;
}

function pushCount(bytes: number[], step: number, count: number): void {
  bytes.push(step);
  let rest = count;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

/** Adds up what was encoded; the order of the steps does not matter. */
export interface SpreadSum {
  add(bytes: Uint8Array): void;
  /** What was added before. */
  subtract(bytes: Uint8Array): void;
  encode(): Uint8Array;
  /** The latencies in milliseconds that a half and 95 % of `all` stayed under; `null`: there are none. */
  percentiles(all: number): { readonly p50: number | null; readonly p95: number | null };
  /** To begin anew: one serves for thousands of rows. */
  clear(): void;
}

export function createSpreadSum(): SpreadSum {
  const counts = new Float64Array(LAST_STEP + 1);
  let lowest = LAST_STEP;
  let highest = -1;
  const count = (step: number, change: number) => {
    counts[step] = (counts[step] ?? 0) + change;
    if (step < lowest) lowest = step;
    if (step > highest) highest = step;
  };
  return {
    add: (bytes) => eachCount(bytes, count),
    subtract: (bytes) => eachCount(bytes, (step, less) => count(step, -less)),
    encode() {
      const bytes: number[] = [];
      for (let step = lowest; step <= highest; step += 1) {
        const here = counts[step] ?? 0;
        if (here > 0) pushCount(bytes, step, here);
      }
      return Uint8Array.from(bytes);
    },
    percentiles(all) {
      let passed = 0;
      let p50: number | null = null;
      for (let step = lowest; step <= highest; step += 1) {
        const here = counts[step] ?? 0;
        if (here === 0) continue;
        passed += here;
        if (p50 === null && passed >= all * 0.5) p50 = toMs(step);
        if (passed >= all * 0.95) return { p50, p95: toMs(step) };
      }
      return { p50, p95: null };
    },
    clear() {
      if (highest >= lowest) counts.fill(0, lowest, highest + 1);
      lowest = LAST_STEP;
      highest = -1;
    },
  };
}

function eachCount(bytes: Uint8Array, visit: (step: number, count: number) => void): void {
  let place = 0;
  while (place < bytes.length) {
    const step = bytes[place] ?? 0;
    place += 1;
    let count = 0;
    let weight = 1;
    let digit = 128;
    while (digit >= 128 && place < bytes.length) {
      digit = bytes[place] ?? 0;
      place += 1;
      count += (digit % 128) * weight;
      weight *= 128;
    }
    visit(step, count);
  }
}

function toMs(step: number): number {
  return Math.round(2 ** (step / STEPS_PER_DOUBLING) * 10) / 10;
}
