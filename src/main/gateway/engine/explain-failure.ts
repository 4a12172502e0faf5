import type { AttemptRecord, Failure, FailureKind } from '../attempt';
import { type ErrorDetails, SpiderGateError } from '../errors';
import { createOfflineError } from '../offline-error';
import type { RoutePlan } from '../route';
import { nameKey } from '../route';
import { describeCandidates, toWaitHeaders } from '../waiting';

const UNAUTHORISED: readonly FailureKind[] = ['unauthorized', 'payment_required', 'forbidden', 'key_damaged'];
const WAITING: readonly FailureKind[] = ['rate_limited', 'quota_spent'];
const TOO_LARGE: readonly FailureKind[] = ['context_length_exceeded', 'input_too_large'];
const TIMED_OUT: readonly FailureKind[] = ['headers_timeout', 'first_token_timeout'];

interface Tried {
  readonly plan: RoutePlan;
  readonly attempts: readonly AttemptRecord[];
  readonly last: Failure;
  readonly details: ErrorDetails;
  /** Every place tried, as `provider/model`. */
  readonly names: string;
  /** Milliseconds until the first place is free again; `null`: nobody knows. */
  readonly waitMs: number | null;
}

/** The error for a request whose every attempt failed. Names each place tried. Source: api.md, "Errors". */
export function explainFailure(
  plan: RoutePlan,
  attempts: readonly AttemptRecord[],
  last: Failure,
  { now, isOffline }: { readonly now: number; readonly isOffline: boolean },
): SpiderGateError {
  const isUnreached = attempts.length > 0 && attempts.every(({ outcome }) => outcome === 'connection_failed');
  if (isOffline && isUnreached) return createOfflineError();
  const details: ErrorDetails = { extra: { candidates: describeTried(plan, attempts) } };
  const places = attempts.map(({ candidate }) => `${candidate.provider.id}/${candidate.model}`);
  const names = [...new Set(places)].join(', ');
  const tried: Tried = { plan, attempts, last, details, names, waitMs: findWait(plan, attempts, now) };
  return explainStop(last, plan, details) ?? explainSameKind(tried) ?? explainRest(tried);
}

/** Until the first of all places, tried or left out, is free again; one that its owner must mend only where all are. */
function findWait(plan: RoutePlan, attempts: readonly AttemptRecord[], now: number): number | null {
  const waiting = attempts.filter(({ outcome }) => !isUnauthorised(outcome));
  const skipped = plan.skipped.filter((place) => !plan.needOwner.includes(place));
  const times = [timesOf(waiting, skipped), timesOf(attempts, plan.skipped)]
    .map((all) => all.filter((time) => time > now))
    .find(({ length }) => length > 0);
  return times === undefined ? null : Math.min(...times) - now;
}

function timesOf(attempts: readonly AttemptRecord[], skipped: RoutePlan['skipped']): readonly number[] {
  return [
    ...attempts.map(({ cooldownUntil }) => cooldownUntil),
    ...skipped.map(({ until }) => (until === undefined ? null : Date.parse(until))),
  ].flatMap((time) => time ?? []);
}

function isUnauthorised(outcome: AttemptRecord['outcome']): boolean {
  return outcome !== 'ok' && UNAUTHORISED.includes(outcome);
}

/** When all attempts failed for the same reason, that reason is the answer. */
function explainSameKind(tried: Tried): SpiderGateError | null {
  const { plan, attempts, details, names, waitMs, last } = tried;
  const all = (kinds: readonly FailureKind[]) =>
    attempts.length > 0 && attempts.every(({ outcome }) => outcome !== 'ok' && kinds.includes(outcome));
  // Keys that were refused do not keep the caller from waiting for the others.
  if (all([...WAITING, ...UNAUTHORISED]) && !all(UNAUTHORISED)) {
    const wait = waitMs ?? 1000;
    return new SpiderGateError(
      'model_cooldown',
      `Every place that could answer "${plan.requested}" is out of quota (tried ${names}). ${describeWait(wait)}`,
      { ...details, headers: toWaitHeaders(wait) },
    );
  }
  if (all(UNAUTHORISED)) {
    return new SpiderGateError(
      'upstream_credentials_exhausted',
      `Every key that could answer "${plan.requested}" was refused or is spent (tried ${names}). Look at Keys in SpiderGate. ${describeWait(waitMs)}`.trimEnd(),
      details,
    );
  }
  if (all(TOO_LARGE)) {
    return new SpiderGateError(
      'request_too_large',
      `The request is larger than every model of "${plan.requested}" takes (tried ${names}). Shorten it.`,
      details,
    );
  }
  if (all(TIMED_OUT)) {
    return new SpiderGateError(
      'upstream_timeout',
      `No provider answered "${plan.requested}" in time (tried ${names}). ${describeWait(waitMs)}`.trimEnd(),
      details,
    );
  }
  return all(['unsupported_parameter']) ? explainRefused(last, details) : null;
}

function explainRefused({ message, param }: Failure, details: ErrorDetails): SpiderGateError {
  return new SpiderGateError('invalid_request_error', message ?? 'No provider takes this request as it is.', {
    ...details,
    param: param ?? undefined,
  });
}

function explainRest({ plan, details, names, last, waitMs }: Tried): SpiderGateError {
  if (plan.alias === null && last.kind === 'model_gone') {
    return new SpiderGateError('model_not_found', `${names} is not known to its provider.`, {
      ...details,
      param: 'model',
    });
  }
  return new SpiderGateError(
    'upstream_failed',
    `No provider could answer "${plan.requested}" (tried ${names || 'none'}; last: ${describeKind(last)}). ${describeWait(waitMs)}`.trimEnd(),
    details,
  );
}

function describeWait(waitMs: number | null): string {
  return waitMs === null ? '' : `The first is back in ${Math.ceil(waitMs / 1000)} s.`;
}

/** Failures that end the request at once, with the provider's own reason. */
function explainStop(last: Failure, plan: RoutePlan, details: ErrorDetails): SpiderGateError | null {
  switch (last.kind) {
    case 'bad_request':
      return new SpiderGateError(
        'invalid_request_error',
        last.message ?? 'The provider refused this request as invalid.',
        {
          ...details,
          param: last.param ?? undefined,
        },
      );
    case 'content_filter':
      return new SpiderGateError(
        'content_policy_violation',
        last.message ?? 'The provider refused this content.',
        details,
      );
    case 'context_length_exceeded':
      if (plan.alias !== null) return null;
      return new SpiderGateError(
        'context_length_exceeded',
        last.message ?? 'The request is larger than this model takes.',
        { ...details, param: 'messages' },
      );
    case 'vault_locked':
      return new SpiderGateError(
        'vault_locked',
        'The vault is locked. Unlock it in the SpiderGate window, or with `spidergate unlock`.',
        details,
      );
    case 'token_revoked':
      return new SpiderGateError(
        'invalid_api_key',
        'This token was revoked or paused, or has expired, while the request ran. No further provider was called.',
        details,
      );
    case 'aborted':
      return new SpiderGateError(
        'service_unavailable',
        'The caller went away before an answer came.',
        details,
      );
    default:
      return null;
  }
}

function describeTried(plan: RoutePlan, attempts: readonly AttemptRecord[]) {
  const tried = attempts.map(({ candidate, outcome, cooldownUntil }) => ({
    provider: candidate.provider.id,
    model: candidate.model,
    key: nameKey(candidate.key) ?? undefined,
    reason: outcome,
    until: cooldownUntil === null ? undefined : new Date(cooldownUntil).toISOString(),
  }));
  return describeCandidates([...tried, ...plan.skipped]);
}

export function describeKind({ kind, httpStatus }: Failure): string {
  return httpStatus === null || httpStatus === 200 ? kind : `${kind}, HTTP ${httpStatus}`;
}
