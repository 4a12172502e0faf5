import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createLedger,
  type Holding,
  type Ledger,
  type SpendHolder,
} from '../../../../../src/main/gateway/auth/limits/ledger';
import type { BudgetPolicy } from '../../../../../src/main/gateway/types';
import { createCalendar } from '../../../../../src/shared/time/calendar';
import { createFakeSpendBook, createFakeTold } from '../../../../support/fake-spend-book';

const NOON = Date.UTC(2026, 10, 18, 12);
const HOUR = 3_600_000;
const budget = (limitNanoUsd: number, more: Partial<BudgetPolicy> = {}): BudgetPolicy => ({
  limitNanoUsd,
  window: 'month',
  action: 'block',
  ...more,
});

function createBooks() {
  const clock = { now: NOON };
  const spendBook = createFakeSpendBook();
  const told: string[] = [];
  const stored = createFakeTold();
  const calendar = createCalendar('UTC');
  const start = () =>
    createLedger({
      page: () => calendar.pageOf(clock.now),
      spendBook,
      told: stored,
      onThreshold: (threshold, { holder }) => void told.push(`${holder.id} ${threshold}`),
    });
  return { clock, calendar, spendBook, told, start };
}

const token = (limit: number | null, more: Partial<BudgetPolicy> = {}): SpendHolder => ({
  scope: 'token',
  id: 't',
  name: 't',
  budget: limit === null ? null : budget(limit, more),
});

describe('the ledger', () => {
  it('reserves in all scopes or in none', () => {
    const ledger = createBooks().start();
    const workspace: SpendHolder = { scope: 'workspace', id: 'w', name: 'w', budget: budget(50) };
    const key: SpendHolder = { scope: 'key', id: 'k', name: 'k', budget: budget(30) };
    const holding = ledger.open([token(100), workspace]);
    expect(holding.reserve(31, key)?.holder.id).toBe('k');
    expect(holding.reserve(51, null)?.holder.id).toBe('w');
    expect(holding.amount).toBe(0);
    expect(ledger.view('token', 't', budget(100)).reserved).toBe(0);
    expect(holding.reserve(30, key)).toBeNull();
    expect(ledger.view('key', 'k', budget(30)).remaining).toBe(0);
  });

  it('gives the rest back, books the cost where the answer came from, and does so once', () => {
    const ledger = createBooks().start();
    const keys = ['a', 'b'].map((id) => ({ scope: 'key', id, name: id, budget: budget(1000) }) as const);
    const holding = ledger.open([token(1000)]);
    for (const key of keys) holding.reserve(100, key);
    holding.settle(40, [{ keyId: 'b', amount: 40 }]);
    holding.settle(40, [{ keyId: 'b', amount: 40 }]);
    const left = (scope: 'token' | 'key', id: string) => ledger.view(scope, id, budget(1000)).remaining;
    expect([left('token', 't'), left('key', 'a'), left('key', 'b')]).toEqual([960, 1000, 960]);
  });

  it('books each key its own part, in a window that is looked at later as well', () => {
    const ledger = createBooks().start();
    const keys = ['a', 'b'].map((id) => ({ scope: 'key', id, name: id, budget: budget(1000) }) as const);
    const spent = (id: string) => ledger.view('key', id, budget(1000)).spent;
    expect(spent('late')).toBe(0);
    const holding = ledger.open([token(1000)]);
    for (const key of keys) holding.reserve(100, key);
    holding.settle(70, [
      { keyId: 'b', amount: 40 },
      { keyId: 'a', amount: 20 },
      // Its limit was set while the request ran.
      { keyId: 'late', amount: 10 },
    ]);
    expect([spent('a'), spent('b'), spent('late')]).toEqual([20, 40, 10]);
  });

  it('keeps as much aside for a key as is still needed for it, and says so', () => {
    const ledger = createBooks().start();
    const key: SpendHolder = { scope: 'key', id: 'k', name: 'k', budget: budget(100) };
    const holding = ledger.open([token(null)]);
    const reserved = () => ledger.view('key', 'k', budget(100)).reserved;
    holding.reserve(90, key);
    holding.holdForKey('k', 30);
    expect([reserved(), holding.keyAmounts]).toEqual([30, [{ keyId: 'k', amount: 30 }]]);
    expect(ledger.open([token(null)]).reserve(71, key)?.holder.id).toBe('k');
    expect(holding.reserve(100, key, 100)).toBeNull();
    holding.holdForKey('k', 0);
    expect([reserved(), holding.keyAmounts]).toEqual([0, []]);
    holding.settle(0, []);
    holding.holdForKey('k', 30);
    expect(reserved()).toBe(0);
  });

  it('lets free requests through an overdrawn budget, and warns without ever blocking', () => {
    const ledger = createBooks().start();
    const first = ledger.open([token(100)]);
    first.reserve(100, null);
    first.settle(170, []);
    expect(ledger.open([token(100)]).reserve(1, null)).not.toBeNull();
    expect(ledger.open([token(100)]).reserve(0, null)).toBeNull();
    expect(ledger.open([token(100, { action: 'warn' })]).reserve(1_000_000, null)).toBeNull();
  });

  it('books a request that runs over midnight to the day it began in', () => {
    const { clock, start } = createBooks();
    const ledger = start();
    const day = (limit: number) => budget(limit, { window: 'day' });
    const holder: SpendHolder = { ...token(null), budget: day(100) };
    const late = ledger.open([holder]);
    expect(late.reserve(100, null)).toBeNull();
    clock.now = NOON + 13 * HOUR;
    const early = ledger.open([holder]);
    expect(early.reserve(100, null)).toBeNull();
    late.settle(90, []);
    expect(ledger.view('token', 't', day(100))).toMatchObject({ spent: 0, reserved: 100 });
    clock.now = NOON;
    expect(ledger.view('token', 't', day(100))).toMatchObject({ spent: 90, reserved: 0 });
  });

  it('tells each threshold once per window, and none again after a restart', () => {
    const { clock, spendBook, told, start } = createBooks();
    let ledger = start();
    const spend = (cost: number) => {
      const holding = ledger.open([token(100)]);
      holding.reserve(cost, null);
      holding.settle(cost, []);
      spendBook.book('token', 't', clock.now, cost);
    };
    for (const cost of [49, 1, 1, 20]) spend(cost);
    expect(told).toEqual(['t 50']);
    ledger = start();
    for (const cost of [1, 10, 18]) spend(cost);
    expect(told).toEqual(['t 50', 't 80', 't 100']);
  });

  it('tells that a budget is at its end when it turns a request away, unless that one alone was too large', () => {
    const { told, start } = createBooks();
    const ledger = start();
    const ask = (amount: number) => {
      const holding = ledger.open([token(100)]);
      const refusal = holding.reserve(amount, null);
      if (refusal) ledger.noteRefusal(refusal);
      else holding.settle(amount, []);
    };
    ask(101);
    expect(told).toEqual([]);
    for (const amount of [95, 6, 6]) ask(amount);
    expect(told).toEqual(['t 50', 't 80', 't 100']);
  });

  it('does not tell again after a restart what a refusal told', () => {
    const { clock, spendBook, told, start } = createBooks();
    const run = () => {
      const ledger = start();
      const holding = ledger.open([token(100)]);
      const refusal = holding.reserve(20, null);
      if (refusal) ledger.noteRefusal(refusal);
    };
    const first = start().open([token(100)]);
    first.reserve(95, null);
    first.settle(95, []);
    spendBook.book('token', 't', clock.now, 95);
    run();
    run();
    expect(told).toEqual(['t 50', 't 80', 't 100']);
  });

  it('tells what a crash has booked at the next request, also at one that it turns away', () => {
    for (const next of [1, 30]) {
      const { clock, spendBook, told, start } = createBooks();
      start()
        .open([token(100)])
        .reserve(85, null);
      spendBook.book('token', 't', clock.now, 85);
      const ledger = start();
      const holding = ledger.open([token(100)]);
      const refusal = holding.reserve(next, null);
      if (refusal) ledger.noteRefusal(refusal);
      else holding.settle(next, []);
      expect(told).toEqual(next === 1 ? ['t 50', 't 80'] : ['t 50', 't 80', 't 100']);
    }
  });
});

describe('another time zone', () => {
  const day = (limit: number) => budget(limit, { window: 'day' });
  const holder: SpendHolder = { ...token(null), budget: day(100) };

  function spendAt(time: string, cost: number, books: ReturnType<typeof createBooks>, ledger: Ledger): void {
    books.clock.now = Date.parse(time);
    const holding = ledger.open([holder]);
    expect(holding.reserve(cost, null)).toBeNull();
    holding.settle(cost, []);
    books.spendBook.book('token', 't', books.clock.now, cost);
  }

  it('keeps what was spent since its own midnight, and nothing of before', () => {
    const books = createBooks();
    const ledger = books.start();
    spendAt('2026-11-17T20:00:00Z', 30, books, ledger);
    spendAt('2026-11-18T04:00:00Z', 20, books, ledger);
    spendAt('2026-11-18T09:00:00Z', 7, books, ledger);
    const viewIn = (zone: string) => {
      books.calendar.use(zone);
      const { spent, resetsAt } = ledger.view('token', 't', day(100));
      return [spent, new Date(resetsAt).toISOString()];
    };
    expect(viewIn('America/New_York')).toEqual([7, '2026-11-19T05:00:00.000Z']);
    expect(viewIn('Asia/Tokyo')).toEqual([57, '2026-11-18T15:00:00.000Z']);
    expect(viewIn('UTC')).toEqual([27, '2026-11-19T00:00:00.000Z']);
  });

  it('does not forget what is set aside for requests that run meanwhile, nor what they cost', () => {
    const { clock, calendar, start } = createBooks();
    const ledger = start();
    const key: SpendHolder = { scope: 'key', id: 'k', name: 'k', budget: day(100) };
    const holding = ledger.open([holder]);
    holding.reserve(60, key);
    calendar.use('Australia/Lord_Howe');
    clock.now += HOUR;
    for (const scope of ['token', 'key'] as const) {
      expect(ledger.view(scope, scope === 'key' ? 'k' : 't', day(100))).toMatchObject({ reserved: 60 });
    }
    expect(ledger.open([holder]).reserve(50, null)).not.toBeNull();
    holding.settle(40, [{ keyId: 'k', amount: 40 }]);
    for (const scope of ['token', 'key'] as const) {
      const view = ledger.view(scope, scope === 'key' ? 'k' : 't', day(100));
      expect(view).toMatchObject({ spent: 40, reserved: 0 });
    }
  });

  it('tells no threshold a second time', () => {
    const { calendar, told, spendBook, clock, start } = createBooks();
    const ledger = start();
    const spend = (cost: number) => {
      const holding = ledger.open([holder]);
      holding.settle(cost, []);
      spendBook.book('token', 't', clock.now, cost);
    };
    spend(60);
    calendar.use('Europe/Berlin');
    spend(1);
    expect(told).toEqual(['t 50']);
  });
});

type Step =
  | { readonly kind: 'start'; readonly estimate: number }
  | { readonly kind: 'raise'; readonly which: number; readonly part: number }
  | { readonly kind: 'fail' | 'finish' | 'abort'; readonly which: number; readonly part: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'wait' };

interface Running {
  readonly holding: Holding;
  readonly at: number;
  keyId: string;
}

const WINDOWS = ['day', 'week', 'month'] as const;

/** Source: issue 4, 3. */
describe('budgets hold', () => {
  const which = fc.nat(20);
  const part = fc.integer({ min: 0, max: 100 });
  const steps = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('start' as const), estimate: fc.nat(40) }) },
      {
        weight: 7,
        arbitrary: fc.record({
          kind: fc.constantFrom('raise' as const, 'fail' as const, 'finish' as const, 'abort' as const),
          which,
          part,
        }),
      },
      { weight: 1, arbitrary: fc.constantFrom({ kind: 'crash' as const }, { kind: 'wait' as const }) },
    ),
    { maxLength: 120, size: 'max' },
  );

  it.each(WINDOWS)(
    'whatever starts, falls back, fails, streams, breaks off, crashes and restarts, in whatever order (%s)',
    (window) => {
      fc.assert(
        fc.property(steps, fc.integer({ min: 50, max: 300 }), (list, limit) => {
          playAgainstModel(list, limit, window);
        }),
        { numRuns: 300 },
      );
    },
  );
});

/** Costs never exceed the estimate here, as they do not when `max_tokens` is known. */
function playAgainstModel(steps: readonly Step[], limit: number, window: (typeof WINDOWS)[number]): void {
  const { clock, calendar, spendBook, start } = createBooks();
  const policy = budget(limit, { window });
  const keyPolicy = budget(Math.floor(limit / 2), { window });
  const holders: readonly SpendHolder[] = [
    { scope: 'token', id: 't', name: 't', budget: policy },
    { scope: 'workspace', id: 'w', name: 'w', budget: budget(limit * 2, { window }) },
  ];
  const key = (id: string): SpendHolder => ({ scope: 'key', id, name: id, budget: keyPolicy });
  let ledger = start();
  let running: Running[] = [];
  const book = ({ at }: Running, cost: number, keyAmounts: Holding['keyAmounts']) => {
    spendBook.book('token', 't', at, cost);
    spendBook.book('workspace', 'w', at, cost);
    for (const { keyId, amount } of keyAmounts) spendBook.book('key', keyId, at, amount);
  };
  const take = (index: number) => running.splice(index % Math.max(1, running.length), 1)[0];
  const play = (step: Step): void => {
    if (step.kind === 'crash') {
      // As the log does it: what runs is booked at what was set aside.
      for (const one of running) book(one, one.holding.amount, one.holding.keyAmounts);
      running = [];
      ledger = start();
    } else if (step.kind === 'wait') clock.now += 9 * HOUR;
    else if (step.kind === 'start') {
      const holding = ledger.open(holders);
      const refused = holding.reserve(step.estimate, key('k1'));
      if (refused) holding.settle(0, []);
      else running.push({ holding, at: clock.now, keyId: 'k1' });
    } else if (step.kind === 'raise') {
      const one = running[step.which % Math.max(1, running.length)];
      if (one?.holding.reserve(step.part, key('k2')) === null) one.keyId = 'k2';
    } else {
      const one = take(step.which);
      if (!one) return;
      // The key asked last; the whole may have been set aside for a dearer place of another one.
      const most = one.holding.keyAmounts.find(({ keyId }) => keyId === one.keyId)?.amount ?? 0;
      const cost = step.kind === 'fail' ? 0 : Math.floor((most * step.part) / 100);
      const keyAmounts = [{ keyId: one.keyId, amount: cost }];
      one.holding.settle(cost, keyAmounts);
      book(one, cost, keyAmounts);
    }
  };
  for (const step of steps) {
    play(step);
    expectWithin(ledger, holders, running, window);
    for (const id of ['k1', 'k2']) {
      const view = ledger.view('key', id, keyPolicy);
      expect(view.spent + view.reserved).toBeLessThanOrEqual(keyPolicy.limitNanoUsd);
    }
    const { starts, ends } = calendar.pageOf(clock.now);
    const total = spendBook.spent('token', 't', starts[window], ends[window]);
    expect(ledger.view('token', 't', policy).spent).toBe(total);
  }
}

function expectWithin(
  ledger: ReturnType<typeof createLedger>,
  holders: readonly SpendHolder[],
  running: readonly Running[],
  window: (typeof WINDOWS)[number],
): void {
  for (const { scope, id, budget: policy } of holders) {
    if (!policy) continue;
    const view = ledger.view(scope, id, policy);
    expect(view.spent + view.reserved).toBeLessThanOrEqual(policy.limitNanoUsd);
    const own = running.filter(({ at }) => endOf(at, window) === view.resetsAt);
    expect(view.reserved).toBe(own.reduce((sum, { holding }) => sum + holding.amount, 0));
  }
}

const UTC = createCalendar('UTC');

function endOf(at: number, window: (typeof WINDOWS)[number]): number {
  return UTC.pageOf(at).ends[window];
}
