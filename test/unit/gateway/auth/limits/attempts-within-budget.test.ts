import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLimits } from '../../../../../src/main/gateway/auth/limits/create-limits';
import type { Permit } from '../../../../../src/main/gateway/auth/types';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../../../../../src/main/gateway/no-limits';
import type { Candidate } from '../../../../../src/main/gateway/route';
import type { Identity } from '../../../../../src/main/gateway/types';
import { embeddedProviders } from '../../../../../src/main/providers';
import { createCalendar } from '../../../../../src/shared/time/calendar';
import { createFakeSpendBook, createFakeTold } from '../../../../support/fake-spend-book';

const REQUEST = { inputTokens: 1, maxOutputTokens: 1, choices: 1, needs: [], keepsModel: false };

/** A place that costs up to `most`: its name says it, and a length of text is what it cost. */
function placeOf(most: number): Candidate {
  const [provider] = embeddedProviders;
  if (!provider) throw new Error('there is no provider');
  return { provider, model: String(most), key: null, keyScope: 'none', facts: null };
}

function openLimits(limitNanoUsd: number) {
  const identity: Identity = {
    workspaceId: 'w',
    clientId: 'c',
    tokenId: 't',
    tokenName: 't',
    scopes: ['gate:chat'],
    allowedModels: [],
    policy: { ...NO_TOKEN_LIMITS, budget: { limitNanoUsd, window: 'month', action: 'block' } },
    workspacePolicy: NO_LIMITS,
  };
  const limits = createLimits({
    clock: { now: () => Date.UTC(2026, 10, 18), soon: () => {} },
    spendBook: createFakeSpendBook(),
    toldThresholds: createFakeTold(),
    calendar: createCalendar('UTC'),
    costs: {
      estimateCost: ({ model }) => Number(model),
      settleUsage: (_, input, output) => ({ input, output, cached: 0, reasoning: 0, estimated: true }),
      settleCost: (_, { output }) => ({ nanoUsd: output, source: 'estimated' }),
      dearestCost: () => null,
    },
    events: { emit: () => {}, later: () => {} },
  });
  return { permit: () => limits.permit(identity, REQUEST), view: () => limits.view(identity).token };
}

interface Running {
  readonly permit: Permit;
  readonly underWay: Candidate[];
  wasted: number;
}

type Play = (which: number, most: number, part: number) => void;

/** Any number of requests with any number of attempts each, some beside each other: the names are what happens. */
function playAgainstModel(limit: number): {
  readonly steps: Record<string, Play>;
  readonly check: () => void;
} {
  const { permit, view } = openLimits(limit);
  const running: Running[] = [];
  let billed = 0;
  const pick = (which: number) => running[which % Math.max(1, running.length)];
  const costOf = ({ model }: Candidate, part: number) => Math.floor((Number(model) * part) / 100);
  const end = (one: Running, booked: number) => {
    running.splice(running.indexOf(one), 1);
    one.permit.settle({ booked: one.wasted + booked, keyId: null, tokens: 0 });
  };
  return {
    steps: {
      start: () => void running.push({ permit: permit(), underWay: [], wasted: 0 }),
      attempt(which, most) {
        const one = pick(which);
        const place = placeOf(most);
        if (one?.permit.admit(place) === null) one.underWay.push(place);
      },
      fail(which, _, part) {
        const one = pick(which);
        const place = one?.underWay.pop();
        if (!one || !place) return;
        const cost = costOf(place, part);
        one.permit.failed(place, { usage: null, textLength: cost });
        one.wasted += cost;
        billed += cost;
      },
      serve(which, _, part) {
        const one = pick(which);
        if (!one) return;
        // The others beside it were overtaken, and are paid as well.
        const cost = one.underWay.reduce((sum, place) => sum + costOf(place, part), 0);
        billed += cost;
        end(one, cost);
      },
    },
    check() {
      const { spent = 0, reserved = 0 } = view() ?? {};
      expect(spent + reserved).toBeLessThanOrEqual(limit);
      expect(billed).toBeLessThanOrEqual(limit);
      if (running.length === 0) expect([spent, reserved]).toEqual([billed, 0]);
    },
  };
}

/** Source: issue 4, 3. What providers bill, answers nobody saw included, never exceeds a budget that blocks. */
it('whatever falls back, breaks off half-way or runs beside another, in whatever order', () => {
  const step = fc.record({
    kind: fc.constantFrom('start', 'attempt', 'attempt', 'fail', 'serve'),
    which: fc.nat(10),
    most: fc.nat(60),
    part: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 20, max: 300 }), (list, limit) => {
      const { steps, check } = playAgainstModel(limit);
      for (const { kind, which, most, part } of list) {
        steps[kind]?.(which, most, part);
        check();
      }
    }),
    { numRuns: 400 },
  );
});
