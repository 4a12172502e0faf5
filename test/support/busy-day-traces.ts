import type { TraceAttempt, TraceSkip } from '../../src/shared/domain/route-trace';

interface Place {
  readonly provider: string;
  readonly model: string;
  readonly label: string;
}

const REFUSED: Place = { provider: 'mistral', model: 'mistral-medium-latest', label: 'personal' };
const BUSY: Place = { provider: 'cerebras', model: 'gpt-oss-120b', label: 'work' };
const COOLING: Place = { provider: 'google', model: 'gemini-2.5-flash', label: 'personal' };

/** The way of a request over a day: one try, or a busy place and then the one that served, or two that failed. */
export function traceWay(
  served: Place | null,
  isFallback: boolean,
  totalMs: number,
): { readonly attempts: readonly TraceAttempt[]; readonly skipped: readonly TraceSkip[] } {
  if (served === null) {
    const half = Math.floor(totalMs / 2);
    const attempts = [
      attempt(0, REFUSED, 'unauthorized', 401, [1, half]),
      attempt(1, COOLING, 'rate_limited', 429, [half, totalMs]),
    ];
    return { attempts, skipped: [] };
  }
  if (!isFallback) return { attempts: [attempt(0, served, 'ok', 200, [1, totalMs])], skipped: [] };
  const left = served.provider === COOLING.provider ? REFUSED : COOLING;
  const turned = Math.floor(totalMs / 6);
  return {
    attempts: [
      attempt(0, BUSY, 'rate_limited', 429, [1, turned]),
      attempt(1, served, 'ok', 200, [turned, totalMs]),
    ],
    skipped: [
      {
        provider: left.provider,
        model: left.model,
        key: `${left.provider} · ${left.label}`,
        reason: 'cooling_down',
      },
    ],
  };
}

function attempt(
  index: number,
  { provider, model, label }: Place,
  outcome: string,
  status: number,
  [from, to]: readonly [number, number],
): TraceAttempt {
  return {
    index,
    provider,
    model,
    key: `${provider} · ${label}`,
    key_scope: 'pool',
    outcome,
    http_status: status,
    error_code: outcome === 'ok' ? null : outcome,
    started_ms: from,
    first_byte_ms: outcome === 'ok' ? from + (to - from) / 3 : null,
    ended_ms: to,
    cooldown_until: null,
    cost_usd: null,
  };
}
