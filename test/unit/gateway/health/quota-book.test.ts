import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure, FailureKind } from '../../../../src/main/gateway/attempt';
import { createHealthBook } from '../../../../src/main/gateway/health';
import { createAdaptiveRate } from '../../../../src/main/gateway/health/adaptive-rate';
import { createQuotaBook } from '../../../../src/main/gateway/health/quota-book';
import type { HealthLease } from '../../../../src/main/gateway/health/types';
import type { FreeLimit, ProviderDefinition, UsableKey } from '../../../../src/main/gateway/types';
import { embeddedProviders } from '../../../../src/main/providers';
import { createMemoryHealthStore, createTestClock, loadOf } from '../../../support/gateway-world';

const limits: readonly FreeLimit[] = [
  {
    model: '*',
    isShared: true,
    isGuess: false,
    dayOffsetHours: 0,
    windows: [
      { unit: 'requests', window: 'minute', limit: 5 },
      { unit: 'tokens', window: 'day', limit: 500 },
    ],
  },
];
const place = (key: number, model: number) => ({
  provider: 'p',
  model: `m${model}`,
  keyId: `k${key}`,
  // Two keys of three share an account.
  account: key < 2 ? 'shared' : 'own',
  isLocal: false,
});

function createBook() {
  const clock = createTestClock();
  const [some] = embeddedProviders;
  if (!some) throw new Error('no provider');
  const provider: ProviderDefinition = { ...some, id: 'p', freeLimits: limits, requestsWindow: 'minute' };
  const keys = [0, 1, 2].map(
    (key): UsableKey => ({
      id: `k${key}`,
      provider: 'p',
      label: '',
      account: place(key, 0).account,
      workspaceId: null,
      shareWithPool: true,
      priority: 0,
      enabled: true,
      fields: {},
      limits: null,
    }),
  );
  const told: string[] = [];
  const book = createHealthBook({
    clock,
    store: createMemoryHealthStore(),
    isSystemOnline: () => true,
    provider: () => provider,
    key: (id) => keys.find((key) => key.id === id) ?? null,
    onKeyChange: (id) => told.push(id),
    onProviderChange: () => {},
  });
  return { clock, book, told };
}

const KINDS: readonly FailureKind[] = [
  'unauthorized',
  'payment_required',
  'forbidden',
  'model_gone',
  'conflict',
  'rate_limited',
  'quota_spent',
  'server_error',
  'connection_failed',
  'headers_timeout',
  'first_token_timeout',
  'not_an_answer',
  'stream_cut',
  'superseded',
  'bad_request',
];

const failure = (kind: FailureKind, retryAfterMs: number | null): Failure => ({
  kind,
  httpStatus: 500,
  code: kind,
  retryAfterMs,
  message: null,
  param: 'seed',
});

const step = fc.oneof(
  fc.record({ do: fc.constant('begin' as const), key: fc.nat(2), model: fc.nat(1), tokens: fc.nat(300) }),
  fc.record({
    do: fc.constant('succeed' as const),
    which: fc.nat(30),
    used: fc.option(fc.record({ input: fc.nat(300), output: fc.nat(300) })),
  }),
  fc.record({ do: fc.constant('begun' as const), which: fc.nat(30) }),
  fc.record({ do: fc.constant('release' as const), which: fc.nat(30) }),
  fc.record({
    do: fc.constant('fail' as const),
    which: fc.nat(30),
    kind: fc.constantFrom(...KINDS),
    wait: fc.option(fc.nat(100_000)),
  }),
  fc.record({ do: fc.constant('learn' as const), which: fc.nat(30), left: fc.nat(9) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: -90_000_000, max: 90_000_000 }) }),
);

/** Whatever comes in whatever order, nothing that is shown is nonsense, and every request leaves no trace of itself. */
describe('health and quotas under any order of events', () => {
  it('never show a negative number, count requests exactly, and let everybody in again in the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, book } = createBook();
        const leases: { lease: HealthLease; key: number; isOpen: boolean }[] = [];
        for (const next of steps) {
          if (next.do === 'pass') clock.advance(next.ms);
          else if (next.do === 'begin') {
            const lease = book.begin(place(next.key, next.model), loadOf(next.tokens));
            leases.push({ lease, key: next.key, isOpen: true });
          } else {
            const held = leases[next.which % Math.max(1, leases.length)];
            if (!held) continue;
            if (next.do === 'begun') held.lease.begun();
            else if (next.do === 'learn')
              held.lease.learn({ 'x-ratelimit-remaining-requests': String(next.left) });
            else {
              // Ending twice must not count twice.
              held.isOpen = false;
              if (next.do === 'fail') held.lease.fail(failure(next.kind, next.wait));
              else if (next.do === 'succeed') held.lease.succeed(next.used);
              else held.lease.release();
            }
          }
          expectSense(book, leases);
        }
        for (const { lease } of leases) lease.release();
        clock.advance(400 * 86_400_000);
        for (const key of [0, 1, 2]) {
          expect(book.look(place(key, 0), loadOf(1))).toMatchObject({ usable: true, inFlight: 0 });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('looking changes nothing', () => {
    const { clock, book } = createBook();
    book.begin(place(0, 0), loadOf(10)).fail(failure('rate_limited', 5000));
    clock.advance(6000);
    const first = book.look(place(0, 0), loadOf(10));
    for (let count = 0; count < 5; count += 1) expect(book.look(place(0, 0), loadOf(10))).toEqual(first);
  });
});

function expectSense(
  book: ReturnType<typeof createBook>['book'],
  leases: readonly { key: number; isOpen: boolean }[],
): void {
  for (const account of ['shared', 'own']) {
    for (const { left, limit } of book.quota('p', account)) {
      expect(left ?? 0).toBeGreaterThanOrEqual(0);
      if (left !== null && limit !== null) expect(left).toBeLessThanOrEqual(limit);
    }
  }
  for (const key of [0, 1, 2]) {
    const looked = book.look(place(key, 0), loadOf(1));
    if (!looked.usable) continue;
    expect(looked.inFlight).toBe(leases.filter((lease) => lease.key === key && lease.isOpen).length);
    expect(looked.quotaLeft ?? 0).toBeGreaterThanOrEqual(0);
    expect(looked.quotaLeft ?? 1).toBeLessThanOrEqual(1);
  }
}

describe('a quota that is known', () => {
  it('is drawn on by requests that are still under way', () => {
    const { book } = createBook();
    const shares = Array.from({ length: 5 }, () => {
      book.begin(place(0, 0), loadOf(1));
      const looked = book.look(place(1, 1), loadOf(1));
      return looked.usable ? looked.quotaLeft : null;
    });
    expect(shares).toEqual([0.8, 0.6, 0.4, 0.2, 0]);
    // The table may be wrong for this account: it ranks last, and is not left out.
    expect(book.look(place(1, 1), loadOf(1))).toMatchObject({ usable: true, rank: 'degraded' });
  });

  it('says the provider’s own word rather than the table’s, and where it comes from', () => {
    const { book } = createBook();
    const lease = book.begin(place(0, 0), loadOf(1));
    lease.learn({ 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '42' });
    lease.succeed(null);
    const looked = book.look(place(0, 0), loadOf(1));
    expect(looked.usable && looked.quotaLeft).toBeCloseTo(42 / 60);
    expect(book.quota('p', 'shared')).toContainEqual(
      expect.objectContaining({ source: 'header', left: 42, limit: 60, window: 'minute', model: 'm0' }),
    );
  });

  it('is passed over before it answers 429', () => {
    const { book, clock } = createBook();
    const lease = book.begin(place(0, 0), loadOf(1));
    lease.learn({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' });
    lease.succeed(null);
    expect(book.look(place(0, 0), loadOf(1))).toMatchObject({ usable: false, reason: 'quota_spent' });
    // The other account has its own.
    expect(book.look(place(2, 0), loadOf(1)).usable).toBe(true);
    clock.advance(30_000);
    expect(book.look(place(0, 0), loadOf(1)).usable).toBe(true);
  });

  it('of a month, told without its end, is looked at once an hour, and shown without a time', () => {
    const { book, clock } = createBook();
    const spend = () => {
      const lease = book.begin(place(0, 0), loadOf(1));
      lease.learn({ 'x-ratelimitbysize-limit-month': '1000', 'x-ratelimitbysize-remaining-month': '0' });
      lease.succeed(null);
    };
    for (let hour = 0; hour < 3; hour += 1) {
      spend();
      expect(book.look(place(0, 0), loadOf(1))).toMatchObject({ usable: false, reason: 'quota_spent' });
      clock.advance(3_600_000);
      expect(book.look(place(0, 0), loadOf(1)).usable).toBe(true);
    }
    expect(book.quota('p', 'shared')).toContainEqual(
      expect.objectContaining({ window: 'month', left: 0, limit: 1000, resets_at: null }),
    );
  });

  it('is forgotten when the owner resets the key', () => {
    const { book } = createBook();
    const lease = book.begin(place(0, 0), loadOf(1));
    lease.learn({ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '30s' });
    lease.succeed(null);
    book.resetKey('k0');
    expect(book.look(place(0, 0), loadOf(1)).usable).toBe(true);
  });
});

describe('a rate that nobody publishes', () => {
  const start = 8;

  function createGuess() {
    const clock = createTestClock();
    return { clock, rate: createAdaptiveRate(clock.now, () => {}) };
  }

  it('is halved once by a burst of refusals, and never goes below one', () => {
    const { clock, rate } = createGuess();
    for (let count = 0; count < 20; count += 1) rate.refused('n', start);
    expect(rate.of('n', start)).toBe(4);
    for (let count = 0; count < 9; count += 1) {
      clock.advance(10_000);
      rate.refused('n', start);
    }
    expect(rate.of('n', start)).toBe(1);
  });

  it('grows by a little for each minute that was used up, but not right after a refusal', () => {
    const { clock, rate } = createGuess();
    rate.refused('n', start);
    clock.advance(30_000);
    rate.exceeded('n', start);
    expect(rate.of('n', start)).toBe(4);
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(60_000);
      for (let count = 0; count < 10; count += 1) rate.exceeded('n', start);
    }
    expect(rate.of('n', start)).toBe(14);
  });

  it('settles around the true one', () => {
    const { clock, rate } = createGuess();
    const truth = 20;
    const seen: number[] = [];
    for (let minute = 0; minute < 200; minute += 1) {
      const now = rate.of('n', start);
      if (now > truth) rate.refused('n', start);
      else rate.exceeded('n', start);
      if (minute > 50) seen.push(now);
      clock.advance(60_000);
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(truth + 2);
    expect(seen.reduce((sum, value) => sum + value, 0) / seen.length).toBeGreaterThan(truth * 0.6);
  });

  it('is that of NVIDIA, and ranks a place last when it is used up', () => {
    const nvidia = embeddedProviders.find(({ id }) => id === 'nvidia');
    const clock = createTestClock();
    const quotas = createQuotaBook({
      now: clock.now,
      rulesOf: () => nvidia ?? null,
      rates: createAdaptiveRate(clock.now, () => {}),
      onChange: () => {},
    });
    const at = { provider: 'nvidia', account: 'a', model: 'm', pool: 'nvidia\na\nm' };
    const minute = () => quotas.windows('nvidia', 'a').find(({ window }) => window === 'minute');
    quotas.draw(at, loadOf(1));
    expect(minute()?.limit).toBe(40);
    quotas.refused(at);
    clock.advance(61_000);
    for (let count = 0; count < 20; count += 1) quotas.draw(at, loadOf(1));
    expect(minute()).toMatchObject({ limit: 20, left: 0, model: null });
    expect(quotas.look(at, loadOf(1))).toMatchObject({ isSpentByTable: true, spentUntil: null });
  });
});
