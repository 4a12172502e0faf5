import type { HealthStatus, WaitSource } from '../../../shared/domain/health';
import { type Failure, type FailureKind, OVERTAKEN, PROXY_FAILED } from '../attempt';
import type { Mark, MarkKind } from './marks';
import type { UnusablePlace } from './types';

/** From this many failures in a row a key is skipped instead of only ranked last. Source: routing.md. */
const UNHEALTHY_FROM = 3;

/**
 * How long a place is left out after the n-th failure in a row, in milliseconds. The last step repeats.
 * The short ladder ends below 30 s, so that a provider that comes back is used again within half a minute.
 */
const SHORT = [5_000, 10_000, 20_000, 25_000] as const;
/** A key that is refused, unpaid or not meant for a model seldom mends by itself. */
const OWNER = [60_000, 300_000, 1_800_000, 3_600_000] as const;
const RATE = [2_000, 5_000, 15_000, 30_000, 60_000] as const;
const HOUR_MS = 3_600_000;
const DAILY = [120_000, 300_000, 900_000, HOUR_MS] as const;
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
      return failure.code === PROXY_FAILED ? null : 'providers';
    case 'headers_timeout':
      return 'providers';
    case 'rate_limited':
    case 'conflict':
      return 'quotas';
    case 'quota_spent':
      return 'pools';
    case 'forbidden':
      return 'permissions';
    case 'model_gone':
      return 'gone';
    case 'first_token_timeout':
      return 'routes';
    case 'superseded':
      return failure.code === OVERTAKEN ? 'routes' : null;
    default:
      return null;
  }
}

/** The mark after one more failure. Failures that were in flight together are one step of the ladder. */
export function nextMark(previous: Mark | null, failure: Failure, startedAt: number, now: number): Mark {
  const isSameBurst = previous !== null && startedAt <= previous.countedAt;
  const failures = (previous?.failures ?? 0) + (isSameBurst ? 0 : 1);
  const wait = toldWait(failure, failures);
  const told = wait === null ? null : now + wait;
  const step = now + stepOf(failure.kind, failures - 1);
  const isKept = isSameBurst && told === null;
  const until = isKept ? previous.until : (told ?? step);
  return {
    failures,
    until,
    // A day's quota may come back before it was said to: it is probed once an hour.
    probeAt: failure.kind === 'quota_spent' ? Math.min(until, now + HOUR_MS) : null,
    countedAt: isSameBurst ? previous.countedAt : now,
    code: failure.kind,
    waitFrom: isKept ? previous.waitFrom : findSource(failure, wait),
    ...(failure.quota ? { quota: failure.quota } : {}),
    needsOwner: failure.kind === 'unauthorized' || failure.kind === 'payment_required',
  };
}

/**
 * Google names half a minute for a day's quota, too. Who comes back after it and is turned away stays away for longer
 * each time, up to the hour after which a day's quota is probed anyway.
 */
function toldWait({ kind, retryAfterMs }: Failure, failures: number): number | null {
  // A wait of 0 tells nothing.
  if (!retryAfterMs) return null;
  const isRepeated = kind === 'quota_spent' && failures > 1;
  return isRepeated
    ? Math.max(retryAfterMs, DAILY[Math.min(failures - 2, DAILY.length - 1)] ?? 0)
    : retryAfterMs;
}

function findSource({ retryAfterMs, waitFrom }: Failure, wait: number | null): WaitSource {
  return wait !== null && wait === retryAfterMs && waitFrom ? waitFrom : 'ladder';
}

function stepOf(kind: FailureKind, step: number): number {
  if (kind === 'model_gone') return GONE_MS;
  if (kind === 'quota_spent') return HOUR_MS;
  const isOwners = kind === 'unauthorized' || kind === 'payment_required' || kind === 'forbidden';
  const ladder = isOwners ? OWNER : kind === 'rate_limited' || kind === 'conflict' ? RATE : SHORT;
  return ladder[Math.min(step, ladder.length - 1)] ?? HOUR_MS;
}

/** A first failure only ranks a place last; so does slowness, however often. */
export function ranksOnly(kind: MarkKind, mark: Mark): boolean {
  if (kind === 'routes') return true;
  return (kind === 'keys' || kind === 'providers') && mark.failures < UNHEALTHY_FROM && !mark.needsOwner;
}

export function reasonOf(kind: MarkKind, mark: Mark): UnusablePlace['reason'] {
  if (kind === 'gone') return 'model_gone';
  if (kind === 'providers') return 'provider_down';
  if (mark.code === 'quota_spent' || mark.code === 'payment_required') return 'quota_spent';
  return kind === 'keys' ? 'key_unhealthy' : 'cooling_down';
}

export function statusOf(mark: Mark | null): HealthStatus {
  if (mark === null) return 'healthy';
  return mark.needsOwner || mark.failures >= UNHEALTHY_FROM ? 'unhealthy' : 'degraded';
}
