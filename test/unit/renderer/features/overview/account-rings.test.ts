import { expect, it } from 'vitest';
import { chooseRings } from '../../../../../src/renderer/features/overview/account-rings';
import type { QuotaWindow } from '../../../../../src/shared/domain/health';

const now = Date.parse('2026-11-22T12:00:00Z');

function quota(window: QuotaWindow['window'], left: number | null, model = 'm'): QuotaWindow {
  return {
    model,
    unit: 'requests',
    window,
    limit: 100,
    left,
    resets_at: '2026-11-22T20:00:00Z',
    source: 'header',
    learned_at: '2026-11-22T11:59:00Z',
  };
}

const shown = (windows: readonly QuotaWindow[]) =>
  chooseRings(windows, now).map(({ ring, model }) => [ring.quota.window, ring.share, model]);

it('shows the model that stops the account first, not the one that has most left', () => {
  expect(shown([quota('day', 90, 'large'), quota('day', 10, 'small')])).toEqual([['day', 0.1, 'small']]);
});

it('leaves out seconds, and of many windows keeps the shortest and the longest', () => {
  const windows = [quota('month', 40), quota('second', 0), quota('hour', 50), quota('minute', 60)];
  expect(shown(windows).map(([window]) => window)).toEqual(['minute', 'month']);
});

it('does not let a window that nobody knows take the place of a known one', () => {
  const windows = [quota('minute', null), quota('hour', 20), quota('day', 30)];
  expect(shown(windows).map(([window]) => window)).toEqual(['hour', 'day']);
  expect(shown([quota('minute', null)])).toEqual([['minute', null, 'm']]);
});
