import { z } from 'zod';
import type { RequestSummary } from '../../../shared/domain/request';
import type { RouteTrace, TraceAttempt } from '../../../shared/domain/route-trace';
import { parseJson } from '../json-column';
import { costSource, keyScope, price, routeTraceSchema, skip } from '../route-trace-schema';

/** What the row of a request says already is not stored again in its trace. */
type TraceRow = Pick<
  RequestSummary,
  'requested' | 'alias' | 'client_id' | 'token' | 'provider' | 'model' | 'key' | 'key_scope'
>;

/** A trace as it is stored, less than half as long as it is shown: by position, and without what its row says. */
export function packTrace(trace: RouteTrace): string {
  const { timing_ms: timing, served } = trace;
  return JSON.stringify([
    timing.auth,
    timing.route,
    timing.upstream_first_byte,
    timing.total,
    trace.attempts.map((attempt) => packAttempt(attempt, served)),
    trace.skipped,
    trace.price ?? null,
  ]);
}

function packAttempt(attempt: TraceAttempt, served: RouteTrace['served']) {
  const { provider, model, key, key_scope: scope } = attempt;
  const isServed =
    served !== null &&
    served.provider === provider &&
    served.model === model &&
    served.key === key &&
    served.key_scope === scope;
  return [
    isServed ? null : [provider, model, key, scope],
    attempt.outcome,
    attempt.http_status,
    attempt.error_code,
    attempt.started_ms,
    attempt.first_byte_ms,
    attempt.ended_ms,
    attempt.cooldown_until,
    attempt.cost_usd,
    attempt.cost_source ?? null,
  ];
}

const number = z.number();
const packedAttempt = z.tuple([
  z.tuple([z.string(), z.string(), z.string().nullable(), keyScope]).nullable(),
  z.string(),
  number.nullable(),
  z.string().nullable(),
  number,
  number.nullable(),
  number,
  z.string().nullable(),
  number.nullable(),
  costSource.nullable(),
]);

const packedTrace = z.tuple([
  number,
  number,
  number.nullable(),
  number,
  z.array(packedAttempt),
  z.array(skip),
  price.nullable(),
]);

/** The trace of a stored row; `null` where it cannot be read, which is not worth hiding the rest of the row for. */
export function unpackTrace(text: string, row: TraceRow): RouteTrace | null {
  const value = parseJson(text);
  if (!Array.isArray(value)) return routeTraceSchema.safeParse(value).data ?? null;
  const parsed = packedTrace.safeParse(value);
  if (!parsed.success) return null;
  const [auth, route, firstByte, total, attempts, skipped, paid] = parsed.data;
  const served = servedOf(row);
  return {
    requested: row.requested,
    alias: row.alias,
    client_id: row.client_id,
    token: row.token,
    served,
    timing_ms: { auth, route, upstream_first_byte: firstByte, total },
    attempts: attempts.map((attempt, index) => unpackAttempt(attempt, index, served)),
    skipped,
    ...(paid ? { price: paid } : {}),
  };
}

function servedOf({ provider, model, key, key_scope }: TraceRow): RouteTrace['served'] {
  if (provider === null || model === null) return null;
  return { provider, model, key, key_scope: key_scope ?? 'none' };
}

function unpackAttempt(
  packed: z.output<typeof packedAttempt>,
  index: number,
  served: RouteTrace['served'],
): TraceAttempt {
  const [place, outcome, status, code, started, firstByte, ended, cooldown, cost, source] = packed;
  const [provider, model, key, scope] = place ?? [
    served?.provider ?? '',
    served?.model ?? '',
    served?.key ?? null,
    served?.key_scope ?? 'none',
  ];
  return {
    index,
    provider,
    model,
    key,
    key_scope: scope,
    outcome,
    http_status: status,
    error_code: code,
    started_ms: started,
    first_byte_ms: firstByte,
    ended_ms: ended,
    cooldown_until: cooldown,
    cost_usd: cost,
    ...(source ? { cost_source: source } : {}),
  };
}
