import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPercentiles, STEPS, stepOf } from '../../../../src/main/storage/usage/latency-counts';

it('a percentile is right to a tenth, for latencies from a millisecond to ten minutes', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1, max: 600_000, noNaN: true }), { minLength: 1 }), (all) => {
      const sorted = [...all].sort((left, right) => left - right);
      // Of the second of two groups: nothing of the first may be counted in.
      const counts = new Float64Array(2 * STEPS).fill(7, 0, STEPS);
      for (const ms of all) counts[STEPS + stepOf(ms)] = (counts[STEPS + stepOf(ms)] ?? 0) + 1;
      const read = new Float64Array(2);
      readPercentiles(counts, { offset: STEPS, lowest: 0, highest: STEPS - 1, all: all.length }, read, 0);
      for (const [index, share] of [0.5, 0.95].entries()) {
        const real = sorted[Math.ceil(share * all.length) - 1] ?? 0;
        expect(Math.abs((read[index] ?? 0) / 10 - real) / real).toBeLessThan(0.1);
      }
    }),
  );
});
