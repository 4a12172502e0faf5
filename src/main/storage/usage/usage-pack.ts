import { addCount, type LatencyCounts } from './latency-counts';
import { FLOAT, FORMAT, HEADER, numberAt, openPack } from './read-pack';
import { emptyCount, type UsageCount } from './usage-count';
import { COUNTERS } from './usage-tables';

/** What each set of provider, model, alias, token, key and workspace (its id) counted in one bucket. */
export type SetCounts = Map<number, UsageCount>;

const BYTE = 256;
/** Numbers that are larger, negative or broken are kept as floating point. */
const MOST_WHOLE = 2 ** 48;
const SPREAD_FIELDS = ['totalSpread', 'firstTokenSpread'] as const;

/**
 * One bucket in one piece of bytes, column after column: the ids of the sets; each counter; and for each spread how
 * many steps every set has, the steps, how often each. A column is the width of its numbers and then the numbers,
 * lowest byte first; width 0: all are zero.
 */
export function encodePack(sets: SetCounts): Uint8Array {
  const counts = [...sets.values()];
  const columns = [[...sets.keys()], ...COUNTERS.map((name) => counts.map((count) => count[name]))];
  for (const field of SPREAD_FIELDS) {
    columns.push(counts.map((count) => count[field].size));
    columns.push(counts.flatMap((count) => [...count[field].keys()]));
    columns.push(counts.flatMap((count) => [...count[field].values()]));
  }
  return writeColumns(sets.size, columns);
}

function writeColumns(sets: number, columns: readonly (readonly number[])[]): Uint8Array {
  const widths = columns.map(widthOf);
  const size = columns.reduce((sum, column, index) => sum + 1 + column.length * (widths[index] ?? 0), HEADER);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FORMAT);
  view.setUint32(1, sets, true);
  let at = HEADER;
  columns.forEach((column, index) => {
    const width = widths[index] ?? 0;
    bytes[at] = width;
    at += 1;
    if (width === 0) return;
    for (const value of column) {
      if (width === FLOAT) view.setFloat64(at, value, true);
      else writeWhole(bytes, at, width, value);
      at += width;
    }
  });
  return bytes;
}

function writeWhole(bytes: Uint8Array, at: number, width: number, value: number): void {
  let rest = value;
  for (let place = at; place < at + width; place += 1) {
    bytes[place] = rest % BYTE;
    rest = Math.floor(rest / BYTE);
  }
}

function widthOf(values: readonly number[]): number {
  let most = 0;
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value >= MOST_WHOLE) return FLOAT;
    if (value > most) most = value;
  }
  let width = 0;
  for (let reach = 1; reach <= most; reach *= BYTE) width += 1;
  return width;
}

/** Adds a pack to what was counted. */
export function addPack(sum: SetCounts, bytes: Uint8Array): void {
  const pack = openPack(bytes);
  const next = (length: number) => {
    const { at, width } = pack.next(length);
    const column = new Float64Array(length);
    for (let index = 0; index < length; index += 1)
      column[index] = numberAt(bytes, at + index * width, width);
    return column;
  };
  const counts = Array.from(next(pack.sets), (set) => countIn(sum, set));
  for (const name of COUNTERS) {
    const values = next(pack.sets);
    counts.forEach((count, index) => {
      count[name] += values[index] ?? 0;
    });
  }
  for (const field of SPREAD_FIELDS) {
    const lengths = next(pack.sets);
    const all = lengths.reduce((left, right) => left + right, 0);
    const steps = next(all);
    const times = next(all);
    let place = 0;
    lengths.forEach((length, index) => {
      const spread: LatencyCounts = counts[index]?.[field] ?? new Map();
      for (const end = place + length; place < end; place += 1) {
        addCount(spread, steps[place] ?? 0, times[place]);
      }
    });
  }
}

export function countIn(sum: SetCounts, set: number): UsageCount {
  const found = sum.get(set);
  if (found) return found;
  const count = emptyCount();
  sum.set(set, count);
  return count;
}
