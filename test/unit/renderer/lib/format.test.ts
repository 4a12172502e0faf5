import { describe, expect, it } from 'vitest';
import {
  formatCountdown,
  formatDuration,
  formatMoney,
  formatRelative,
  formatShare,
  measureTokens,
} from '../../../../src/renderer/lib/format';

describe('formatMoney', () => {
  it('shows what is unknown as a dash and what is free as zero, never the one as the other', () => {
    expect(formatMoney(null)).toBe('–');
    expect(formatMoney(0)).toBe('$0.00');
  });

  it('does not round a fraction of a cent away', () => {
    expect(formatMoney(0.00001234)).toBe('$0.00001234');
    expect(formatMoney(0.0042)).toBe('$0.0042');
    expect(formatMoney(0.000123456)).toBe('$0.0001235');
  });

  it('keeps two decimals above a dollar', () => {
    expect(formatMoney(4.8)).toBe('$4.80');
    expect(formatMoney(1234.567)).toBe('$1,234.57');
  });
});

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [0.12, '0.1 ms'],
    [412.4, '412 ms'],
    [1240, '1.24 s'],
    [45_000, '45.0 s'],
    [150_000, '2.5 min'],
  ])('writes %s ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('changes the unit before a rounded number would need it: never 1,000 ms or 10.00 s', () => {
    expect(formatDuration(999.6)).toBe('1.00 s');
    expect(formatDuration(9_996)).toBe('10.0 s');
    expect(formatDuration(99_960)).toBe('1.7 min');
  });
});

describe('measureTokens', () => {
  it('never shows 1,000 k', () => {
    expect(measureTokens(999)).toEqual({ value: '999', unit: '' });
    expect(measureTokens(1_249)).toEqual({ value: '1.2', unit: 'k' });
    expect(measureTokens(999_999)).toEqual({ value: '1', unit: 'M' });
  });
});

describe('formatRelative', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  it.each([
    ['2026-11-22T11:59:57Z', 'just now'],
    ['2026-11-22T11:59:48Z', '12 s ago'],
    ['2026-11-22T11:00:01Z', '59 min ago'],
    ['2026-11-22T14:00:00Z', 'in 2 h'],
    ['2026-11-20T11:00:00Z', '2 d ago'],
  ])('says %s as "%s"', (at, text) => {
    expect(formatRelative(at, now)).toBe(text);
  });

  it('gives a dash for a time that cannot be read, not NaN', () => {
    expect(formatRelative('soon', now)).toBe('–');
  });
});

describe('formatCountdown', () => {
  it('counts to the end, and never below', () => {
    expect(formatCountdown(59_001)).toBe('1:00');
    expect(formatCountdown(4 * 60_000 + 5_000)).toBe('4:05');
    expect(formatCountdown(1)).toBe('0:01');
    expect(formatCountdown(-5_000)).toBe('0:00');
    expect(formatCountdown(7_200_000)).toBe('2 h');
    expect(formatCountdown(7_260_000)).toBe('2 h 1 min');
  });
});

describe('formatShare', () => {
  it('does not round a last request away, nor the first one used', () => {
    expect(formatShare(0.001)).toBe('1 %');
    expect(formatShare(0.999)).toBe('99 %');
    expect([formatShare(0), formatShare(1), formatShare(0.624)]).toEqual(['0 %', '100 %', '62 %']);
  });
});
