import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packTrace, unpackTrace } from '../../../src/main/storage/journal/trace-text';
import type { RouteTrace, TraceAttempt } from '../../../src/shared/domain/route-trace';

const scope = fc.constantFrom('brand' as const, 'pool' as const, 'none' as const);
const ms = fc.integer({ min: 0, max: 1_000_000 }).map((tenths) => tenths / 10);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const place = fc.record({
  provider: fc.constantFrom('groq', 'cerebras'),
  model: fc.constantFrom('m', 'vendor/m'),
  key_scope: scope,
  label: maybe(fc.constantFrom('work', 'a · b')),
});

const toPlace = ({
  provider,
  model,
  key_scope,
  label,
}: {
  provider: string;
  model: string;
  key_scope: RouteTrace['attempts'][number]['key_scope'];
  label: string | null;
}) => ({
  provider,
  model,
  key: label && `${provider} · ${label}`,
  key_scope,
});

const attempt = fc
  .record({
    place,
    outcome: fc.constantFrom('ok', 'rate_limited'),
    http_status: maybe(fc.integer({ min: 100, max: 599 })),
    error_code: maybe(fc.string()),
    started_ms: ms,
    first_byte_ms: maybe(ms),
    ended_ms: ms,
    cooldown_until: maybe(fc.constant('2026-11-22T14:31:00.000Z')),
    cost_usd: maybe(fc.double({ min: 0, max: 10, noNaN: true })),
    cost_source: maybe(fc.constantFrom('upstream' as const, 'estimated' as const)),
  })
  .map(({ place: at, cost_source: source, ...rest }) => ({
    ...toPlace(at),
    ...rest,
    ...(source ? { cost_source: source } : {}),
  }));

const trace = fc
  .record({
    served: maybe(place.map(toPlace)),
    timing: fc.tuple(ms, ms, maybe(ms), ms),
    attempts: fc.array(attempt, { maxLength: 4 }),
    skipped: fc.array(
      fc.record({ provider: fc.string(), model: fc.string(), reason: fc.constant('quota_spent') }),
    ),
    price: fc.option(
      fc.record({
        input: fc.nat(),
        output: fc.nat(),
        cached: maybe(fc.nat()),
        reasoning: maybe(fc.nat()),
        request: fc.nat(),
      }),
      { nil: undefined },
    ),
  })
  .map(
    ({ served, timing: [auth, route, first, total], attempts, skipped, price }): RouteTrace => ({
      requested: 'spideriq/coding',
      alias: 'spideriq/coding',
      client_id: 'cli_personal',
      token: 'ci-bot',
      served,
      timing_ms: { auth, route, upstream_first_byte: first, total },
      attempts: attempts.map((one, index): TraceAttempt => ({ index, ...one })),
      skipped,
      ...(price ? { price } : {}),
    }),
  );

const rowOf = ({ served, ...same }: RouteTrace) => ({
  requested: same.requested,
  alias: same.alias,
  client_id: same.client_id,
  token: same.token,
  provider: served?.provider ?? null,
  model: served?.model ?? null,
  key: served?.key ?? null,
  key_scope: served?.key_scope ?? null,
});

/** Would catch a field that is left out of what is stored, or that comes back in another's place. */
it('a trace comes back from its row as it was', () => {
  fc.assert(
    fc.property(trace, (whole) => {
      expect(unpackTrace(packTrace(whole), rowOf(whole))).toEqual(JSON.parse(JSON.stringify(whole)));
    }),
  );
});

it('a trace that an earlier version stored under names is still read, one that is damaged hides nothing else', () => {
  fc.assert(
    fc.property(trace, (whole) => {
      expect(unpackTrace(JSON.stringify(whole), rowOf(whole))).toEqual(JSON.parse(JSON.stringify(whole)));
    }),
  );
  const row = rowOf(fc.sample(trace, 1)[0] as RouteTrace);
  for (const text of ['[1,2]', '{}', 'nonsense', '']) expect(unpackTrace(text, row)).toBeNull();
});
