import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRateHeaders } from '../../../src/main/gateway/read-rate-headers';

const NOW = Date.UTC(2026, 10, 22, 12);
const later = (ms: number) => NOW + ms;

/** Source: quota-signals.md, row by row. */
describe('the quotas that headers state', () => {
  it.each([
    [
      'OpenAI',
      'minute',
      {
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-remaining-requests': '499',
        'x-ratelimit-reset-requests': '120ms',
        'x-ratelimit-limit-tokens': '30000',
        'x-ratelimit-remaining-tokens': '29000',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      [
        ['requests', 'minute', 500, 499, later(120)],
        ['tokens', 'minute', 30_000, 29_000, later(360_000)],
      ],
    ],
    [
      'Groq: requests are of the day',
      'day',
      {
        'x-ratelimit-limit-requests': '1000',
        'x-ratelimit-remaining-requests': '999',
        'x-ratelimit-reset-requests': '2m59.56s',
        'x-ratelimit-remaining-tokens': '7000',
        'x-ratelimit-reset-tokens': '7.66s',
      },
      [
        ['requests', 'day', 1000, 999, later(179_560)],
        ['tokens', 'minute', null, 7000, later(7660)],
      ],
    ],
    [
      'Azure: whole seconds',
      'minute',
      { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '10' },
      [['requests', 'minute', null, 3, later(10_000)]],
    ],
    [
      'Cerebras: float seconds, windows in the names',
      'minute',
      {
        'x-ratelimit-limit-requests-day': '14400',
        'x-ratelimit-remaining-requests-day': '14399',
        'x-ratelimit-reset-requests-day': '33011.382867',
        'x-ratelimit-remaining-tokens-minute': '60000',
        'x-ratelimit-reset-tokens-minute': '11.382867',
      },
      [
        ['requests', 'day', 14_400, 14_399, later(33_011_382.867)],
        ['tokens', 'minute', null, 60_000, later(11_382.867)],
      ],
    ],
    [
      'Mistral: by size',
      'minute',
      {
        'x-ratelimitbysize-limit-minute': '500000',
        'x-ratelimitbysize-remaining-minute': '499000',
        'ratelimitbysize-reset': '33',
        'ratelimitbysize-query-cost': '32000',
        'x-ratelimitbysize-remaining-month': '900000',
      },
      [
        ['tokens', 'minute', 500_000, 499_000, later(33_000)],
        ['tokens', 'month', null, 900_000, null],
      ],
    ],
    [
      'OpenRouter: epoch milliseconds, a day away',
      'minute',
      {
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(later(43_200_000)),
      },
      [['requests', 'day', 50, 0, later(43_200_000)]],
    ],
    [
      'Anthropic: RFC 3339, tokens counted three times',
      'minute',
      {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': new Date(later(2000)).toISOString(),
        'anthropic-ratelimit-input-tokens-remaining': '9000',
        'anthropic-ratelimit-output-tokens-remaining': '100',
      },
      [
        ['requests', 'minute', 50, 49, later(2000)],
        ['tokens', 'minute', null, 9000, null],
        ['tokens', 'minute', null, 100, null],
      ],
    ],
    [
      'Fireworks: a yes is no count',
      'minute',
      {
        'x-ratelimit-limit-requests': '600',
        'x-ratelimit-remaining-requests': '599',
        'x-ratelimit-over-limit': 'no',
      },
      [['requests', 'minute', 600, 599, null]],
    ],
    [
      'SambaNova: both windows',
      'minute',
      {
        'x-ratelimit-limit-requests': '20',
        'x-ratelimit-remaining-requests': '19',
        'x-ratelimit-remaining-requests-day': '7',
      },
      [
        ['requests', 'minute', 20, 19, null],
        ['requests', 'day', null, 7, null],
      ],
    ],
    [
      'the draft standard',
      'minute',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '12', 'ratelimit-reset': '9' },
      [['requests', 'minute', 100, 12, later(9000)]],
    ],
    [
      'epoch seconds',
      'minute',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': String(NOW / 1000 + 5) },
      [['requests', 'minute', null, 1, later(5000)]],
    ],
    ['nonsense', 'minute', { 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': '-5', date: 'x' }, []],
  ] as const)('%s', (_, window, headers, expected) => {
    expect(
      readRateHeaders(headers, window, NOW).map(({ unit, window, limit, left, resetsAt }) => [
        unit,
        window,
        limit,
        left,
        resetsAt,
      ]),
    ).toEqual(expected);
  });

  it('never throw, and never give a negative count or an absurd time, whatever they say', () => {
    const name = fc.stringMatching(
      /^(x-|anthropic-)?ratelimit(bysize)?-(limit|remaining|reset)(-(requests|tokens))?(-(day|minute))?$/,
    );
    const value = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (headers) => {
        for (const { left, limit, resetsAt } of readRateHeaders(headers, 'minute', NOW)) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(limit ?? 0).toBeGreaterThanOrEqual(0);
          expect(resetsAt ?? NOW).toBeLessThanOrEqual(NOW + 400 * 86_400_000);
        }
      }),
    );
  });

  it.each(['ms', 'seconds', 'go', 'rfc3339', 'epochSeconds', 'epochMs'] as const)(
    'mean the same time when it is written as %s',
    (form) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
          const text = {
            ms: `${seconds * 1000}ms`,
            seconds: `${seconds}.0`,
            go: `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`,
            rfc3339: new Date(later(seconds * 1000)).toISOString(),
            epochSeconds: String(NOW / 1000 + seconds),
            epochMs: String(later(seconds * 1000)),
          }[form];
          const [reading] = readRateHeaders(
            { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': text },
            'minute',
            NOW,
          );
          expect(reading?.resetsAt).toBe(later(seconds * 1000));
        }),
      );
    },
  );
});
