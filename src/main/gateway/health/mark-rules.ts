import type { HealthStatus } from '../../../shared/domain/health';
import type { Failure, FailureKind } from '../attempt';
import type { Mark, MarkKind } from './marks';
import type { PlaceHealth } from './types';

/** From this many failures in a row a key is skipped instead of only ranked last. Source: routing.md. */
const UNHEALTHY_FROM = 3;

/**
 * How long a place is left out after the n-th failure in a row, in milliseconds. The last step repeats.
 * The short ladder ends below 30 s, so that a provider that comes back is used again within half a minute.
 */
const SHORT = [5_000, 10_000, 20_000, 25_000] as const;
/** A refused or unpaid key seldom mends by itself. */
const OWNER = [60_000, 300_000, 1_800_000, 3_600_000] as const;
const RATE = [2_000, 5_000, 15_000, 30_000, 60_000] as const;
const HOUR_MS = 3_600_000;
const GONE_MS = 24 * HOUR_MS;

/** Which mark a failure sets; `null`: it says nothing about the place. Source: routing.md, the failure table. */
export function markKindOf(failure: Failure): MarkKind | null {
  switch (failure.kind) {
    case 'unauthorized':
    case 'payment_required':
    case 'server_error':
    case 'not_an_answer':
    case 'stream_cut':
    case 'stream_stalled':
      return 'keys';
    case 'connection_failed':
    case 'headers_timeout':
      return 'providers';
    case 'rate_limited':
    case 'quota_spent':
    case 'conflict':
      return 'quotas';
    case 'forbidden':
      return 'permissions';
    case 'model_gone':
      return 'gone';
    case 'first_token_timeout':
      return 'routes';
    default:
      return null;
  }
}

/** The mark after one more failure. Failures that were in flight together are one step of the ladder. */
export function nextMark(previous: Mark | null, failure: Failure, startedAt: number, now: number): Mark {
  const isSameBurst = previous !== null && startedAt < previous.countedAt;
  const failures = (previous?.failures ?? 0) + (isSameBurst ? 0 : 1);
  const told = failure.retryAfterMs === null ? null : now + failure.retryAfterMs;
  const step = now + stepOf(failure.kind, failures - 1);
  // A day's quota may come back before it was said to: it is probed once an hour.
  const until =
    failure.kind === 'quota_spent' && told !== null ? Math.min(told, now + HOUR_MS) : (told ?? step);
  return {
    failures,
    until: isSameBurst && told === null ? previous.until : until,
    countedAt: isSameBurst ? previous.countedAt : now,
    code: failure.kind,
    needsOwner: failure.kind === 'unauthorized' || failure.kind === 'payment_required',
  };
}

function stepOf(kind: FailureKind, step: number): number {
  if (kind === 'model_gone') return GONE_MS;
  if (kind === 'quota_spent') return HOUR_MS;
  const isOwners = kind === 'unauthorized' || kind === 'payment_required';
  const ladder = isOwners ? OWNER : kind === 'rate_limited' || kind === 'conflict' ? RATE : SHORT;
  return ladder[Math.min(step, ladder.length - 1)] ?? HOUR_MS;
}

/** A first failure only ranks a place last; so does slowness, however often. */
export function ranksOnly(kind: MarkKind, mark: Mark): boolean {
  if (kind === 'routes') return true;
  return (kind === 'keys' || kind === 'providers') && mark.failures < UNHEALTHY_FROM && !mark.needsOwner;
}

export function reasonOf(kind: MarkKind, mark: Mark): Exclude<PlaceHealth, { usable: true }>['reason'] {
  if (kind === 'gone') return 'model_gone';
  if (kind === 'providers') return 'provider_down';
  if (mark.code === 'quota_spent' || mark.code === 'payment_required') return 'quota_spent';
  return kind === 'keys' ? 'key_unhealthy' : 'cooling_down';
}

export function statusOf(mark: Mark | null): HealthStatus {
  if (mark === null) return 'healthy';
  return mark.needsOwner || mark.failures >= UNHEALTHY_FROM ? 'unhealthy' : 'degraded';
}
