import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addCount,
  createSpreadSum,
  encodeCounts,
  mergeEncoded,
  stepOf,
} from '../../../../src/main/storage/usage/latency-counts';

const latencies = fc.array(fc.double({ min: 0, max: 600_000, noNaN: true }), { maxLength: 300 });

function encode(all: readonly number[]): Uint8Array {
  const counts = new Map<number, number>();
  for (const ms of all) addCount(counts, stepOf(ms));
  return encodeCounts(counts);
}

it('batches merged one by one are the same as all at once: no count is lost between steps', () => {
  fc.assert(
    fc.property(latencies, latencies, (left, right) => {
      const together = encode([...left, ...right]);
      expect(mergeEncoded(encode(left), encode(right))).toEqual(together);
      const sum = createSpreadSum();
      sum.add(encode(left));
      sum.add(encode(right));
      expect(sum.encode()).toEqual(together);
    }),
  );
});

it('a percentile is right to a tenth, for latencies from a millisecond to ten minutes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 600_000, noNaN: true }), { minLength: 1 }), (all) => {
      const sorted = [...all].sort((left, right) => left - right);
      const sum = createSpreadSum();
      sum.add(encode(all));
      const { p50, p95 } = sum.percentiles(all.length);
      for (const [share, read] of [
        [0.5, p50],
        [0.95, p95],
      ] as const) {
        const real = sorted[Math.ceil(share * all.length) - 1] ?? 0;
        expect(Math.abs((read ?? 0) - real) / real).toBeLessThan(0.1);
      }
    }),
  );
});

it('what is taken away again is as if it had never been, and one sum serves for many rows', () => {
  const sum = createSpreadSum();
  fc.assert(
    fc.property(latencies, latencies, (left, right) => {
      sum.clear();
      sum.add(encode([...left, ...right]));
      sum.subtract(encode(right));
      expect(sum.encode()).toEqual(encode(left));
    }),
  );
});

it('counts beyond what one byte holds survive, as after a year', () => {
  const counts = new Map([
    [3, 127],
    [4, 128],
    [200, 10_000_000],
  ]);
  const sum = createSpreadSum();
  sum.add(encodeCounts(counts));
  expect(sum.encode()).toEqual(encodeCounts(counts));
  expect(mergeEncoded(encodeCounts(counts), encodeCounts(new Map([[200, 1]])))).toEqual(
    encodeCounts(new Map([...counts, [200, 10_000_001]])),
  );
});
