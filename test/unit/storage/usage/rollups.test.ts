import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FinishedRow } from '../../../../src/main/storage/usage/types';
import { USAGE_GROUPS, type UsageGroup } from '../../../../src/shared/domain/usage';
import { makeRow, openUsage } from './usage-fixtures';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('what is counted', () => {
  it('tells a refusal of ours from a failure of a provider, and an end from outside from both', () => {
    const usage = openUsage();
    const nobody = { provider: null, model: null, keyId: null, keyLabel: null };
    usage.add(
      makeRow(),
      makeRow({ status: 'error', attemptCount: 0, ...nobody }),
      makeRow({ status: 'error', attemptCount: 2, ...nobody }),
      makeRow({ status: 'aborted' }),
      makeRow({ status: 'interrupted', attemptCount: 0 }),
    );
    expect(usage.read({}).totals).toMatchObject({
      requests: 5,
      succeeded: 1,
      refused: 1,
      failed: 1,
      aborted: 2,
    });
  });

  it('keeps unknown cost apart from no cost, and counts what was estimated', () => {
    const usage = openUsage();
    usage.add(
      makeRow({ costNanoUsd: null, costSource: 'unknown' }),
      makeRow({ costNanoUsd: 0, costSource: 'catalog' }),
      makeRow({ costNanoUsd: 7, costSource: 'estimated', savedNanoUsd: null }),
    );
    expect(usage.read({}).totals).toMatchObject({
      cost_usd: 7e-9,
      cost_unknown: 1,
      cost_estimated: 1,
      saved_usd: 1e-6,
    });
  });

  it('loses no nano-dollar, however many rows there are', () => {
    const usage = openUsage();
    for (let batch = 0; batch < 20; batch += 1) {
      usage.add(...Array.from({ length: 50 }, () => makeRow({ costNanoUsd: 1 })));
    }
    expect(usage.read({}).totals.cost_usd).toBe(1000e-9);
  });

  it('measures speed on answers alone: a refusal within a millisecond makes no provider fast', () => {
    const usage = openUsage();
    usage.add(
      makeRow({ totalMs: 1000, firstTokenMs: 200 }),
      makeRow({ status: 'error', attemptCount: 0, totalMs: 0.2, firstTokenMs: null }),
    );
    const { total_ms: total, first_token_ms: first } = usage.read({}).totals;
    expect(total.average).toBe(1000);
    expect(first.average).toBe(200);
    expect(Math.abs((total.p50 ?? 0) - 1000)).toBeLessThan(100);
  });

  it('merges percentiles over batches and buckets instead of averaging them', () => {
    const usage = openUsage();
    const day = (index: number) => makeRow({ startedAt: at('2026-11-01T12:00:00Z') + index * 24 * HOUR });
    usage.add(...Array.from({ length: 94 }, () => ({ ...day(0), totalMs: 100 })));
    usage.add(...Array.from({ length: 6 }, () => ({ ...day(1), totalMs: 10_000 })));
    // Added up, and, for a filter that leaves little out, taken away from the whole.
    usage.add(...Array.from({ length: 5 }, () => ({ ...day(0), tokenId: 'tok_2', totalMs: 60_000 })));
    usage.add(...Array.from({ length: 200 }, () => ({ ...day(2), alias: 'slow', totalMs: 60_000 })));
    for (const question of [
      { token: 'tok_1', alias: 'spideriq/coding' },
      { token: 'tok_1', alias: 'spideriq/coding', to: '2026-11-03' },
    ]) {
      const { p50, p95 } = usage.read(question).totals.total_ms;
      expect(Math.abs((p50 ?? 0) - 100)).toBeLessThan(10);
      expect(Math.abs((p95 ?? 0) - 10_000)).toBeLessThan(1000);
    }
  });
});

describe('groups', () => {
  it('are found by id and by name, and keep their newest name', () => {
    const usage = openUsage();
    usage.add(makeRow(), makeRow({ tokenName: 'renamed' }));
    usage.add(makeRow({ tokenId: 'tok_2', tokenName: 'other' }), makeRow({ tokenId: null, tokenName: null }));
    expect(usage.read({ group_by: 'token' }).data.map(({ group, requests }) => [group, requests])).toEqual([
      [{ id: null, name: null }, 1],
      [{ id: 'tok_1', name: 'renamed' }, 2],
      [{ id: 'tok_2', name: 'other' }, 1],
    ]);
    expect(usage.read({ token: 'tok_1' }).totals.requests).toBe(2);
    expect(usage.read({ token: 'renamed' }).totals.requests).toBe(2);
    expect(usage.read({ token: 'nobody' }).totals.requests).toBe(0);
  });

  it('count nothing twice after a transaction that was rolled back', () => {
    const usage = openUsage();
    const failing = usage.database.transaction(() => {
      usage.add(makeRow({ model: 'new' }));
      throw new Error('the disk is full');
    });
    expect(failing).toThrow('full');
    usage.add(makeRow({ model: 'another' }), makeRow({ model: 'new' }));
    expect(
      usage.read({ group_by: 'model' }).data.map(({ group, requests }) => [group?.id, requests]),
    ).toEqual([
      ['another', 1],
      ['new', 1],
    ]);
  });

  it('add up to the same totals, with every filter and bucket, as counting the rows by hand', () => {
    const choose = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`, null);
    const row = fc.record({
      hours: fc.integer({ min: 0, max: 24 * 40 }),
      provider: choose('p'),
      model: choose('m'),
      alias: choose('a'),
      tokenId: choose('t'),
      keyId: choose('k'),
      workspaceId: fc.constantFrom('w1', 'w2'),
      costNanoUsd: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    });
    const question = fc.record({
      group_by: fc.option(fc.constantFrom(...USAGE_GROUPS), { nil: undefined }),
      filters: fc.subarray([...USAGE_GROUPS], { maxLength: 3 }),
      bucket: fc.constantFrom('day', 'hour'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), question, (made, { group_by, filters, bucket }) => {
        const usage = openUsage('America/St_Johns');
        const rows = made.map(({ hours, ...change }) =>
          makeRow({ ...change, startedAt: at('2026-10-01T00:10:00Z') + hours * HOUR }),
        );
        for (let begin = 0; begin < rows.length; begin += 7) usage.add(...rows.slice(begin, begin + 7));
        const counted = rows.filter((each) =>
          filters.every((filter) => memberOf(each, filter) === `${filter[0]}1`),
        );
        const report = usage.read({
          bucket,
          ...(group_by && { group_by }),
          ...Object.fromEntries(filters.map((filter) => [filter, `${filter[0]}1`])),
        });
        const cost = counted.reduce((sum, each) => sum + (each.costNanoUsd ?? 0), 0);
        expect(report.totals.requests).toBe(counted.length);
        expect(Math.round(report.totals.cost_usd * 1e9)).toBe(cost);
        expect(report.data.reduce((sum, line) => sum + line.requests, 0)).toBe(counted.length);
        for (const member of new Set(counted.map((each) => group_by && memberOf(each, group_by)))) {
          const lines = report.data.filter(({ group }) => !group_by || group?.id === member);
          const own = counted.filter((each) => !group_by || memberOf(each, group_by) === member);
          expect(lines.reduce((sum, line) => sum + line.requests, 0)).toBe(own.length);
        }
        usage.database.close();
      }),
      { numRuns: 150 },
    );
  });
});

function memberOf(row: FinishedRow, group: UsageGroup): string | null {
  switch (group) {
    case 'token':
      return row.tokenId;
    case 'key':
      return row.keyId;
    case 'workspace':
      return row.workspaceId;
    default:
      return row[group];
  }
}

describe('days and hours', () => {
  it('are those of the clock on the wall: 23 and 25 hours long when it is changed', () => {
    const usage = openUsage('Europe/Berlin');
    const quarters = (from: string, to: string) => {
      for (let time = at(from); time < at(to); time += HOUR / 4) usage.add(makeRow({ startedAt: time }));
    };
    quarters('2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z');
    quarters('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z');
    expect(usage.read({}).data.map(({ start, requests }) => [start, requests / 4])).toEqual([
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ]);
    // The hour that happens twice is two hours.
    expect(usage.read({ bucket: 'hour', from: '2026-10-25', to: '2026-10-26' }).data).toHaveLength(25);
  });

  it('begin at half past and quarter to where the zone says so', () => {
    const usage = openUsage('Asia/Kathmandu');
    usage.add(
      makeRow({ startedAt: at('2026-11-21T18:14:59Z') }),
      makeRow({ startedAt: at('2026-11-21T18:15:00Z') }),
    );
    expect(usage.read({}).data.map(({ start }) => start)).toEqual(['2026-11-21', '2026-11-22']);
    expect(
      usage.read({ bucket: 'hour', from: '2026-11-22', to: '2026-11-23' }).data.map(({ start }) => start),
    ).toEqual(['2026-11-21T18:15:00.000Z']);
  });

  it('know a midnight that is skipped', () => {
    const usage = openUsage('Africa/Cairo');
    usage.add(
      makeRow({ startedAt: at('2026-04-23T21:59:59Z') }),
      makeRow({ startedAt: at('2026-04-23T22:00:00Z') }),
    );
    expect(usage.read({}).data.map(({ start }) => start)).toEqual(['2026-04-23', '2026-04-24']);
    const second = usage.read({ from: '2026-04-24', to: '2026-04-25', bucket: 'hour' });
    expect(second.data.map(({ start }) => start)).toEqual(['2026-04-23T22:00:00.000Z']);
  });

  it('are counted whole when the question cuts into them, and an end on midnight does not reach the next', () => {
    const usage = openUsage('Europe/Berlin');
    usage.add(
      makeRow({ startedAt: at('2026-11-22T00:30:00Z') }),
      makeRow({ startedAt: at('2026-11-22T23:30:00Z') }),
    );
    const read = (from: string, to: string) => usage.read({ from, to });
    expect(read('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z')).toMatchObject({
      from: '2026-11-22',
      to: '2026-11-23',
      totals: { requests: 1 },
    });
    expect(read('2026-11-22T00:00:00+01:00', '2026-11-23T00:00:00+01:00').totals.requests).toBe(1);
    expect(read('2026-11-22', '2026-11-24').totals.requests).toBe(2);
  });
});
