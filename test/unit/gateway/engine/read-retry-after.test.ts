import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../../../src/main/gateway/engine/read-retry-after';
import { readDuration } from '../../../../src/main/gateway/read-duration';

const now = Date.UTC(2026, 10, 22, 12);

describe('the wait a provider asks for', () => {
  it.each([
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, '', 1500],
    [{ 'retry-after': '7' }, '', 7000],
    [{ 'retry-after': '0.5' }, '', 500],
    [{ 'retry-after': '2m59.56s' }, '', 179_560],
    [{ 'retry-after': 'Sun, 22 Nov 2026 12:01:00 GMT' }, '', 60_000],
    [{}, '[{"@type":"RetryInfo","retryDelay":"55s"}]', 55_000],
    [{}, 'Please try again in 7m12.5s.', 432_500],
    [{}, 'Quota exceeded, retry in 10h17m5.7s', 37_025_700],
    [{}, 'Please try again in 120ms.', 120],
    [{}, 'Please retry after 20 seconds.', 20_000],
    [{}, 'no idea', null],
    [{ 'retry-after': '-5' }, '', null],
    [{ 'retry-after': '99999999999' }, '', null],
  ])('%j %s → %s', (headers, message, wait) => {
    expect(readRetryAfter(headers as Record<string, string>, message, now)?.ms ?? null).toBe(wait);
  });

  it('reads any Go duration as the sum of its parts', () => {
    const part = fc.nat({ max: 59 });
    fc.assert(
      fc.property(part, part, part, fc.nat({ max: 999 }), (hours, minutes, seconds, ms) => {
        const expected = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
        expect(readDuration(`${hours}h${minutes}m${seconds}s${ms}ms`)).toBe(expected);
      }),
    );
  });

  it('never gives a negative or endless wait, whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, message) => {
        const wait = readRetryAfter({ 'retry-after': header }, message, now)?.ms ?? null;
        expect(wait === null || (Number.isFinite(wait) && wait >= 0 && wait <= 32 * 86_400_000)).toBe(true);
      }),
    );
  });
});
