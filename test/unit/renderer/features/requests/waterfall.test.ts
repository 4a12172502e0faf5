import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutWaterfall } from '../../../../../src/renderer/features/requests/waterfall';
import type { RouteTrace, TraceAttempt } from '../../../../../src/shared/domain/route-trace';

function makeTrace(attempts: readonly Partial<TraceAttempt>[], total: number): RouteTrace {
  return {
    requested: 'agent/chat',
    alias: 'agent/chat',
    client_id: 'cli_test',
    token: null,
    served: null,
    timing_ms: { auth: 0.1, route: 0.2, upstream_first_byte: null, total },
    attempts: attempts.map((attempt, index) => ({
      index,
      provider: 'fake',
      model: 'model',
      key: null,
      key_scope: 'none',
      outcome: 'ok',
      http_status: 200,
      error_code: null,
      started_ms: 0,
      first_byte_ms: null,
      ended_ms: 0,
      cooldown_until: null,
      cost_usd: null,
      ...attempt,
    })),
    skipped: [],
  };
}

describe('layOutWaterfall', () => {
  it('puts a second attempt after the first, and parts waiting from receiving', () => {
    const { attempts } = layOutWaterfall(
      makeTrace(
        [
          { started_ms: 0, ended_ms: 50 },
          { started_ms: 50, first_byte_ms: 100, ended_ms: 200 },
        ],
        200,
      ),
    );
    expect(attempts.map(({ waiting, receiving }) => [waiting, receiving])).toEqual([
      [{ left: 0, width: 25 }, null],
      [
        { left: 25, width: 25 },
        { left: 50, width: 50 },
      ],
    ]);
  });

  it('never draws outside of the axis, even when an attempt outlasts the total or nothing took any time', () => {
    const time = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(time, time, time), { maxLength: 5 }), time, (times, total) => {
        const attempts = times.map((unsorted) => {
          const [started_ms = 0, first_byte_ms = 0, ended_ms = 0] = unsorted.toSorted((a, b) => a - b);
          return { started_ms, first_byte_ms, ended_ms };
        });
        const { auth, route, attempts: bars } = layOutWaterfall(makeTrace(attempts, total));
        for (const span of [
          auth,
          route,
          ...bars.flatMap((bar) => [bar.waiting, bar.receiving ?? bar.waiting]),
        ]) {
          expect(span.left).toBeGreaterThanOrEqual(0);
          expect(span.width).toBeGreaterThanOrEqual(0);
          expect(span.left + span.width).toBeLessThanOrEqual(100.000001);
        }
      }),
    );
  });
});
