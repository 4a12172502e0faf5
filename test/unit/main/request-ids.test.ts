import { expect, test } from 'vitest';
import { createRequestIds } from '../../../src/main/request-ids';

test('ids sort in the order they were given, within a millisecond and when the clock is set back', () => {
  const times = [1000, 1000, 1000, 2000, 1500, 1500, 3000];
  const newId = createRequestIds({ now: () => times.shift() ?? 3000 });
  const ids = Array.from({ length: 40 }, newId);
  expect([...ids].sort()).toEqual(ids);
});

test('a later run continues behind an earlier one', () => {
  const earlier = createRequestIds({ now: () => 1_795_000_000_000 });
  const later = createRequestIds({ now: () => 1_795_000_000_001 });
  earlier();
  expect(later() > earlier()).toBe(true);
});

test('two runs in the same millisecond do not give the same id', () => {
  const ids = Array.from({ length: 500 }, () => createRequestIds({ now: () => 5 })());
  expect(new Set(ids).size).toBe(500);
});

test('one run never repeats itself across the refills of its random pool', () => {
  const newId = createRequestIds({ now: () => 5 });
  const tails = Array.from({ length: 2000 }, () => newId().slice(-12));
  expect(new Set(tails).size).toBe(2000);
});

test('the form is fixed', () => {
  expect(createRequestIds({ now: Date.now })()).toMatch(/^req_[0-9a-hjkmnp-tv-z]{26}$/);
});
