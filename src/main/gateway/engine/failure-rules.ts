import type { Failure } from '../attempt';
import { isDroppable } from '../droppable-param';
import type { Candidate } from '../route';
import { LAST_RESORT_WAIT_MS } from '../waiting';

/** What this request does after a failure. `exclude` leaves places out for the rest of the request. */
export type Decision =
  | { readonly step: 'stop' }
  /** Once more at the same place, after a pause. */
  | { readonly step: 'retry'; readonly afterMs: number }
  | { readonly step: 'next'; readonly exclude: Exclusion };

export type Exclusion =
  | 'candidate'
  | 'key'
  | 'account'
  /** Every key of the account, for every model: it has no credit. */
  | 'credit'
  | 'place'
  | 'provider'
  | 'same_or_smaller_context';

export interface Situation {
  readonly candidate: Candidate;
  /** This place was already tried again once. */
  readonly isRetry: boolean;
  readonly tookMs: number;
  readonly patienceMs: number;
  readonly hasOthers: boolean;
  /** The alias's owner wants another model asked when one refuses. */
  readonly routesAroundRefusals: boolean;
  /** 0 ≤ jitter < 1. */
  readonly jitter: number;
}

const QUICK_FAILURE_MS = 1000;

/** Source: routing.md, "What each failure does", row by row. Pure. */
export function decide(failure: Failure, situation: Situation): Decision {
  switch (failure.kind) {
    case 'bad_request':
    case 'aborted':
    case 'superseded':
    case 'token_revoked':
    case 'vault_locked':
      return { step: 'stop' };
    case 'content_filter':
      return situation.routesAroundRefusals ? next('place') : { step: 'stop' };
    case 'unsupported_parameter':
      return decideRefusal(failure, situation);
    case 'context_length_exceeded':
      return next('same_or_smaller_context');
    case 'input_too_large':
      return next('account');
    case 'unauthorized':
    case 'key_damaged':
      return next('key');
    case 'payment_required':
      return next('credit');
    case 'forbidden':
    case 'conflict':
    case 'not_an_answer':
    case 'stream_cut':
    case 'stream_stalled':
      return next('candidate');
    case 'model_gone':
    case 'headers_timeout':
    case 'first_token_timeout':
      return next('place');
    case 'rate_limited':
    case 'quota_spent':
      return decideWait(failure, situation);
    case 'server_error':
      return decideServerError(failure, situation);
    case 'connection_failed':
      return situation.isRetry ? next('provider') : { step: 'retry', afterMs: 20 + 60 * situation.jitter };
  }
}

/** Remembered by now, so that the same place takes it without the parameter when nothing else is left. */
function decideRefusal({ param }: Failure, { hasOthers, isRetry }: Situation): Decision {
  const mayHelp = param === null || isDroppable(param);
  return hasOthers || isRetry || !mayHelp ? next('place') : { step: 'retry', afterMs: 0 };
}

function decideServerError({ retryAfterMs }: Failure, situation: Situation): Decision {
  const wasQuick = situation.tookMs < QUICK_FAILURE_MS;
  const saysLater = retryAfterMs !== null && retryAfterMs > QUICK_FAILURE_MS;
  if (situation.isRetry || !wasQuick || saysLater) return next('candidate');
  return { step: 'retry', afterMs: 100 + 200 * situation.jitter };
}

function decideWait(failure: Failure, situation: Situation): Decision {
  const wait = failure.retryAfterMs;
  const limit = situation.hasOthers
    ? situation.patienceMs
    : Math.max(situation.patienceMs, LAST_RESORT_WAIT_MS - 1);
  if (wait !== null && wait <= limit && !situation.isRetry && failure.kind === 'rate_limited') {
    return { step: 'retry', afterMs: wait };
  }
  return next('account');
}

function next(exclude: Exclusion): Decision {
  return { step: 'next', exclude };
}
