import type { AttemptRecord, Failure, FailureKind } from '../attempt';
import { type ErrorDetails, SpiderGateError } from '../errors';
import type { RoutePlan } from '../route';
import { nameKey } from '../route';
import { describeCandidates, toWaitHeaders } from '../waiting';

const UNAUTHORISED: readonly FailureKind[] = ['unauthorized', 'payment_required', 'forbidden', 'key_damaged'];
const WAITING: readonly FailureKind[] = ['rate_limited', 'quota_spent'];
const TIMED_OUT: readonly FailureKind[] = ['headers_timeout', 'first_token_timeout'];

/** The error for a request whose every attempt failed. Names each place tried. Source: api.md, "Errors". */
export function explainFailure(
  plan: RoutePlan,
  attempts: readonly AttemptRecord[],
  last: Failure,
  now: number,
): SpiderGateError {
  const details: ErrorDetails = { extra: { candidates: describeTried(plan, attempts) } };
  const stopped = explainStop(last, plan, details);
  if (stopped) return stopped;
  const all = (kinds: readonly FailureKind[]) =>
    attempts.length > 0 && attempts.every(({ outcome }) => outcome !== 'ok' && kinds.includes(outcome));
  const tried = [
    ...new Set(attempts.map(({ candidate }) => `${candidate.provider.id}/${candidate.model}`)),
  ].join(', ');
  if (all(WAITING)) {
    const soonest = Math.min(...attempts.flatMap(({ cooldownUntil }) => cooldownUntil ?? []));
    const wait = Number.isFinite(soonest) ? Math.max(0, soonest - now) : 1000;
    return new SpiderGateError(
      'model_cooldown',
      `Every place that could answer "${plan.requested}" is out of quota (tried ${tried}). The first is back in ${Math.ceil(wait / 1000)} s.`,
      { ...details, headers: toWaitHeaders(wait) },
    );
  }
  if (all(UNAUTHORISED)) {
    return new SpiderGateError(
      'upstream_credentials_exhausted',
      `Every key that could answer "${plan.requested}" was refused or is spent (tried ${tried}). Look at Keys in SpiderGate.`,
      details,
    );
  }
  if (all(['context_length_exceeded'])) {
    return new SpiderGateError(
      'request_too_large',
      `The request is larger than every model of "${plan.requested}" takes (tried ${tried}). Shorten it.`,
      details,
    );
  }
  if (all(TIMED_OUT)) {
    return new SpiderGateError(
      'upstream_timeout',
      `No provider answered "${plan.requested}" in time (tried ${tried}).`,
      details,
    );
  }
  if (plan.alias === null && last.kind === 'model_gone') {
    return new SpiderGateError('model_not_found', `${tried} is not known to its provider.`, {
      ...details,
      param: 'model',
    });
  }
  return new SpiderGateError(
    'upstream_failed',
    `No provider could answer "${plan.requested}" (tried ${tried || 'none'}; last: ${describeKind(last)}).`,
    details,
  );
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
        'The vault is locked. Enter its passphrase in the SpiderGate window.',
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
