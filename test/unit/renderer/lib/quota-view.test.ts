import { describe, expect, it } from 'vitest';
import { groupByAccount, viewPools } from '../../../../src/renderer/lib/quota-view';
import type { QuotaWindow } from '../../../../src/shared/domain/health';
import { makeKey } from '../make-key';

const now = Date.parse('2026-11-22T12:00:00Z');

function makeQuota(change: Partial<QuotaWindow> = {}): QuotaWindow {
  return {
    model: 'm',
    unit: 'requests',
    window: 'day',
    limit: 1000,
    left: 250,
    resets_at: '2026-11-23T00:00:00Z',
    source: 'header',
    learned_at: '2026-11-22T11:59:48Z',
    ...change,
  };
}

function shares(...quota: readonly QuotaWindow[]) {
  return viewPools(quota, now).flatMap(({ rings }) => rings.map(({ share }) => share));
}

describe('groupByAccount', () => {
  it('puts keys together only where provider and account are both the same', () => {
    const keys = [
      makeKey({ id: 'a', provider_name: 'groq', account: 'personal' }),
      makeKey({ id: 'b', provider_name: 'google', account: 'personal' }),
      makeKey({ id: 'c', provider_name: 'groq', account: 'personal' }),
      makeKey({ id: 'd', provider_name: 'groq', account: 'work' }),
    ];
    const groups = groupByAccount(keys).map((group) => group.keys.map(({ id }) => id).join());
    expect(groups).toEqual(['a,c', 'b', 'd']);
  });
});

describe('viewPools', () => {
  it('shows what is left, not what is used', () => {
    expect(shares(makeQuota())).toEqual([0.25]);
  });

  it('does not show the number of a window that is over as if it still held', () => {
    const [pool] = viewPools([makeQuota({ left: 0, resets_at: '2026-11-22T11:59:59Z' })], now);
    expect(pool?.rings).toMatchObject([{ share: null, isOver: true }]);
  });

  it('says nothing is left even where nobody knows how much there was', () => {
    expect(shares(makeQuota({ limit: null, left: 0 }))).toEqual([0]);
    expect(shares(makeQuota({ limit: null, left: 3 }))).toEqual([null]);
    expect(shares(makeQuota({ left: null }))).toEqual([null]);
  });

  it('never fills a ring beyond the full circle', () => {
    expect(shares(makeQuota({ left: 1200 }))).toEqual([1]);
  });

  it('lets what the provider said stand in front of the table, for the same window only', () => {
    const table = makeQuota({ source: 'free_tier_table', left: 900 });
    const minute = makeQuota({ source: 'free_tier_table', window: 'minute', limit: 30, left: 15 });
    expect(shares(table, makeQuota(), minute)).toEqual([0.5, 0.25]);
  });

  it('begins with the model that has the least left', () => {
    const pools = viewPools(
      [
        makeQuota({ model: 'plenty', left: 999 }),
        makeQuota({ model: null, left: null }),
        makeQuota({ model: 'scarce', left: 1 }),
      ],
      now,
    );
    expect(pools.map(({ model }) => model)).toEqual(['scarce', 'plenty', null]);
  });
});
