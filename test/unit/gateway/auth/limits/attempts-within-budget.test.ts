import fc from 'fast-check';
import { it } from 'vitest';
import { PlayedRequests, type Step } from './played-requests';

/**
 * Source: issue 4, 3. What providers bill, answers nobody saw included, never exceeds a budget that blocks, of the
 * token or of any key; and no crash makes a book forget, or hold more than was promised.
 */
it('whatever starts, falls back, breaks off, is overtaken, left or cut off by a crash, in whatever order', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('start', 'attempt', 'fail') },
      { weight: 8, arbitrary: fc.constantFrom('serve', 'leave', 'turn') },
      { weight: 1, arbitrary: fc.constant('crash') },
    ),
    which: fc.nat(10),
    key: fc.nat(3),
    most: fc.nat(60),
    part: fc.integer({ min: 0, max: 100 }),
  });
  const limit = fc.integer({ min: 20, max: 200 });
  const scene = fc.record({
    tokenLimit: fc.option(limit),
    keyLimits: fc.tuple(limit, limit, fc.option(limit)),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100, size: 'max' }), scene, (steps, chosen) => {
      const requests = new PlayedRequests(chosen);
      for (const one of steps) {
        requests.play(one);
        requests.check();
      }
    }),
    { numRuns: 400 },
  );
});
