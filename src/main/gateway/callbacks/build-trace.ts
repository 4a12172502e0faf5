import { toUsd } from '../../../shared/domain/money';
import type { RouteTrace, TraceAttempt, TracePrice } from '../../../shared/domain/route-trace';
import type { AttemptRecord } from '../attempt';
import type { Cost } from '../cost/types';
import { type Candidate, nameKey, type RoutePlan, type SkippedPlace } from '../route';
import type { Identity } from '../types';

export interface TraceFacts {
  readonly plan: RoutePlan;
  readonly identity: Identity;
  readonly attempts: readonly AttemptRecord[];
  /** Left out after the route was planned. */
  readonly skipped: readonly SkippedPlace[];
  readonly served: Candidate | null;
  /** `null`: nothing. */
  readonly costOf: (attempt: AttemptRecord) => Cost | null;
  /** By which it was computed; `null`: it was not. */
  readonly price: TracePrice | null;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
  readonly authenticatedAt: number;
  readonly routedAt: number;
  readonly endedAt: number;
}

/** Every attempt and every skipped candidate. Source: api.md, "Response". */
export function buildTrace(facts: TraceFacts): RouteTrace {
  const { plan, identity, attempts, served, arrivedAt } = facts;
  const since = (at: number) => roundMs(at - arrivedAt);
  return {
    requested: plan.requested,
    alias: plan.alias,
    client_id: identity.clientId,
    token: identity.tokenName,
    served: served && {
      provider: served.provider.id,
      model: served.model,
      key: nameKey(served.key),
      key_scope: served.keyScope,
    },
    timing_ms: {
      auth: since(facts.authenticatedAt),
      route: roundMs(facts.routedAt - facts.authenticatedAt),
      upstream_first_byte: firstByteOf(attempts, since),
      total: since(facts.endedAt),
    },
    attempts: attempts.map((attempt, index) => toTraceAttempt(attempt, index, facts, since)),
    skipped: [...plan.skipped, ...facts.skipped],
    ...(facts.price ? { price: facts.price } : {}),
  };
}

function firstByteOf(attempts: readonly AttemptRecord[], since: (at: number) => number): number | null {
  const last = attempts.findLast((attempt) => attempt.firstByteAt !== null);
  return last?.firstByteAt == null ? null : since(last.firstByteAt);
}

function toTraceAttempt(
  attempt: AttemptRecord,
  index: number,
  facts: TraceFacts,
  since: (at: number) => number,
): TraceAttempt {
  const { candidate } = attempt;
  const cost = facts.costOf(attempt);
  return {
    index,
    provider: candidate.provider.id,
    model: candidate.model,
    key: nameKey(candidate.key),
    key_scope: candidate.keyScope,
    outcome: attempt.outcome,
    http_status: attempt.httpStatus,
    error_code: attempt.errorCode,
    started_ms: since(attempt.startedAt),
    first_byte_ms: attempt.firstByteAt === null ? null : since(attempt.firstByteAt),
    ended_ms: since(attempt.endedAt),
    cooldown_until: attempt.cooldownUntil === null ? null : new Date(attempt.cooldownUntil).toISOString(),
    cost_usd: cost ? toUsd(cost.nanoUsd) : 0,
    ...(cost ? { cost_source: cost.source } : {}),
  };
}

/** A tenth of a millisecond is all that means anything. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
