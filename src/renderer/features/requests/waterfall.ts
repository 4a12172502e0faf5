import type { RouteTrace, TraceAttempt } from '../../../shared/domain/route-trace';

/** A stretch of the time axis, in percent of the whole. */
export interface Span {
  readonly left: number;
  readonly width: number;
}

export interface AttemptBar {
  readonly attempt: TraceAttempt;
  /** Until the first byte came. */
  readonly waiting: Span;
  /** From the first byte to the end; `null` when none came. */
  readonly receiving: Span | null;
  readonly durationMs: number;
}

export interface Waterfall {
  readonly auth: Span;
  readonly route: Span;
  readonly attempts: readonly AttemptBar[];
  readonly totalMs: number;
}

/** Puts the steps of a request onto one time axis. Clocks may disagree by a little; nothing may stick out of the axis. */
export function layOutWaterfall(trace: RouteTrace): Waterfall {
  const { auth, route, total } = trace.timing_ms;
  const ends = trace.attempts.map((attempt) => attempt.ended_ms);
  const totalMs = Math.max(total, auth + route, ...ends, 0);

  function span(from: number, to: number): Span {
    if (totalMs === 0) return { left: 0, width: 0 };
    const left = clamp((from / totalMs) * 100);
    return { left, width: clamp((to / totalMs) * 100) - left };
  }

  return {
    auth: span(0, auth),
    route: span(auth, auth + route),
    attempts: trace.attempts.map((attempt) => {
      const { started_ms: start, first_byte_ms: first, ended_ms: end } = attempt;
      return {
        attempt,
        waiting: span(start, first ?? end),
        receiving: first === null ? null : span(first, end),
        durationMs: Math.max(0, end - start),
      };
    }),
    totalMs,
  };
}

function clamp(percent: number): number {
  return Math.max(0, Math.min(100, percent));
}
