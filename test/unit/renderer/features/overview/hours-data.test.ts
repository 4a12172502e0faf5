import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stackHours, viewHours } from '../../../../../src/renderer/features/overview/hours-data';
import type { Overview } from '../../../../../src/shared/domain/overview';
import type { UsageNumbers } from '../../../../../src/shared/domain/usage';

const HOURS = 4;
const nothing = { average: null, p50: null, p95: null };
const today: UsageNumbers = {
  requests: 0,
  succeeded: 0,
  failed: 0,
  refused: 0,
  aborted: 0,
  fallbacks: 0,
  tokens: { input: 0, output: 0, cached: 0, reasoning: 0 },
  cost_usd: 0,
  cost_unknown: 0,
  cost_estimated: 0,
  saved_usd: 0,
  first_token_ms: nothing,
  total_ms: nothing,
};

function makeOverview(counts: readonly (readonly [string | null, readonly number[]])[]): Overview {
  return {
    today,
    hours: Array.from({ length: HOURS }, (_, hour) => `2026-11-22T0${hour}:00:00.000Z`),
    providers: counts.map(([id, requests]) => ({ id, requests, tokens: requests, cost_usd: requests })),
  };
}

it('loses nothing of what it puts together as others', () => {
  const counts = fc.array(fc.array(fc.nat(1000), { minLength: HOURS, maxLength: HOURS }), { maxLength: 12 });
  fc.assert(
    fc.property(counts, (lists) => {
      const view = viewHours(makeOverview(lists.map((list, index) => [`p${index}`, list])), 'requests');
      expect(view.series.length).toBeLessThanOrEqual(6);
      for (let hour = 0; hour < HOURS; hour += 1) {
        expect(view.totals[hour]).toBe(lists.reduce((total, list) => total + (list[hour] ?? 0), 0));
      }
    }),
  );
});

it('stands the bars on each other so that none hides another', () => {
  const view = viewHours(
    makeOverview([
      ['a', [5, 0, 1, 2]],
      ['b', [1, 1, 0, 0]],
    ]),
    'requests',
  );
  // Drawn one after the other from the ground up: the whole column, and over it what is left without its top.
  expect(stackHours(view)).toEqual([
    [6, 1, 1, 2],
    [5, 0, 1, 2],
  ]);
});

it('puts what nobody served last, however much it is', () => {
  const view = viewHours(
    makeOverview([
      [null, [90, 0, 0, 0]],
      ['a', [1, 0, 0, 0]],
    ]),
    'requests',
  );
  expect(view.series.map(({ id }) => id)).toEqual(['a', null]);
});
