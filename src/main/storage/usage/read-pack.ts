import { STEPS } from './latency-counts';

export const FORMAT = 1;
/** Bytes of format and number of sets. */
export const HEADER = 5;
/** The width of a column of floating point. */
export const FLOAT = 8;

/** Numbers one after the other, from `at`. */
interface Column {
  readonly width: number;
  readonly at: number;
}

/** A pack (usage-pack.ts) that is read column by column, in the order they were written. */
export interface PackReader {
  readonly bytes: Uint8Array;
  readonly sets: number;
  next(length: number): Column;
}

/** Which sets of a pack count, in their order, and the place of the group that each belongs to. */
export interface Picked {
  sets: Int32Array;
  places: Int32Array;
  count: number;
}

/** Counts by step, the steps of one group after those of the other. */
export interface Spread {
  readonly counts: Float64Array;
  /** There is nothing below and above these steps. */
  lowest: number;
  highest: number;
}

export function openPack(bytes: Uint8Array): PackReader {
  if (bytes[0] !== FORMAT) throw new Error('usage was counted by a newer version');
  let at = HEADER;
  return {
    bytes,
    sets: numberAt(bytes, 1, 4),
    next(length) {
      const column = { width: bytes[at] ?? 0, at: at + 1 };
      at += 1 + column.width * length;
      return column;
    },
  };
}

/** One number of a column. Done millions of times for one answer: what is usual is short and first. */
export function numberAt(bytes: Uint8Array, at: number, width: number): number {
  if (width === 1) return bytes[at] ?? 0;
  if (width === 0) return 0;
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  if (width === 2) return low;
  return width === 3 ? low | ((bytes[at + 2] ?? 0) << 16) : wideNumberAt(bytes, at, width);
}

function wideNumberAt(bytes: Uint8Array, at: number, width: number): number {
  if (width === FLOAT) return new DataView(bytes.buffer, bytes.byteOffset + at, FLOAT).getFloat64(0, true);
  const high = numberAt(bytes, at + 3, width - 3);
  return numberAt(bytes, at, 3) + 2 ** 24 * high;
}

/** Reads the first column. `placeOf`: id of a set → place of its group; -1: it does not count. */
export function pickSets({ bytes, sets, next }: PackReader, placeOf: Int32Array, picked: Picked): void {
  if (picked.sets.length < sets) {
    picked.sets = new Int32Array(sets);
    picked.places = new Int32Array(sets);
  }
  const { at, width } = next(sets);
  let count = 0;
  for (let set = 0; set < sets; set += 1) {
    const place = placeOf[numberAt(bytes, at + set * width, width)] ?? -1;
    if (place < 0) continue;
    picked.sets[count] = set;
    picked.places[count] = place;
    count += 1;
  }
  picked.count = count;
}

/** Adds the next counter of every set that counts to the counters, `stride` of them for each group. */
export function addCounter(
  { bytes, sets, next }: PackReader,
  picked: Picked,
  { counters, stride, counter }: { counters: Float64Array; stride: number; counter: number },
): void {
  const { at, width } = next(sets);
  if (width === 0) return;
  for (let index = 0; index < picked.count; index += 1) {
    const target = (picked.places[index] ?? 0) * stride + counter;
    const value = numberAt(bytes, at + (picked.sets[index] ?? 0) * width, width);
    counters[target] = (counters[target] ?? 0) + value;
  }
}

/** Adds the next spread of every set that counts. */
export function addSpread({ bytes, sets, next }: PackReader, picked: Picked, spread: Spread): void {
  const lengths = next(sets);
  const lengthOf = (set: number) => numberAt(bytes, lengths.at + set * lengths.width, lengths.width);
  let all = 0;
  for (let set = 0; set < sets; set += 1) all += lengthOf(set);
  const steps = next(all);
  const times = next(all);
  let { lowest, highest } = spread;
  let [set, begin] = [0, 0];
  for (let index = 0; index < picked.count; index += 1) {
    const wanted = picked.sets[index] ?? 0;
    for (; set < wanted; set += 1) begin += lengthOf(set);
    const offset = (picked.places[index] ?? 0) * STEPS;
    const end = begin + lengthOf(set);
    for (let place = begin; place < end; place += 1) {
      const step = steps.width === 0 ? 0 : (bytes[steps.at + place] ?? 0);
      const target = offset + step;
      spread.counts[target] =
        (spread.counts[target] ?? 0) + numberAt(bytes, times.at + place * times.width, times.width);
      if (step < lowest) lowest = step;
      if (step > highest) highest = step;
    }
    begin = end;
    set += 1;
  }
  spread.lowest = lowest;
  spread.highest = highest;
}
