import type { QuotaWindow, WaitSource } from '../../shared/domain/health';
import type { RawUsage } from './chat';
import type { Candidate } from './route';

/** What can go wrong at one place. The names are those of traces. */
export type FailureKind =
  | 'bad_request'
  | 'unsupported_parameter'
  | 'context_length_exceeded'
  /** Larger than this account's quota of a minute: it would never fit, whatever the context window. */
  | 'input_too_large'
  | 'content_filter'
  | 'unauthorized'
  | 'payment_required'
  | 'forbidden'
  | 'model_gone'
  | 'conflict'
  | 'rate_limited'
  | 'quota_spent'
  | 'server_error'
  | 'connection_failed'
  | 'headers_timeout'
  | 'first_token_timeout'
  | 'not_an_answer'
  | 'stream_cut'
  | 'stream_stalled'
  | 'vault_locked'
  | 'key_damaged'
  | 'aborted'
  /** The caller's credential was revoked, paused or has expired between two attempts. */
  | 'token_revoked'
  /** Another attempt of the same request answered first. */
  | 'superseded';

/** Code of a connection that the user's own proxy did not let through: no provider's fault. */
export const PROXY_FAILED = 'proxy_failed';
/** Code of an attempt that was overtaken after its time for a first token had passed. */
export const OVERTAKEN = 'overtaken';

export interface Failure {
  readonly kind: FailureKind;
  /** `null` when no response head came. */
  readonly httpStatus: number | null;
  /** The provider's own code, or ours; never its prose. */
  readonly code: string;
  /** Wait the provider asked for, from now; `null`: it did not say. */
  readonly retryAfterMs: number | null;
  /** The provider's own sentence, only for errors that are the caller's to mend. */
  readonly message: string | null;
  /** Parameter the provider refused. */
  readonly param: string | null;
  /** Of a rate limit or a spent quota. */
  readonly quota?: RefusedQuota | undefined;
  /** Who named the wait; left out where nobody did. */
  readonly waitFrom?: WaitSource | undefined;
}

/** The quota a refusal is about, as far as it says. */
export interface RefusedQuota extends Pick<QuotaWindow, 'unit' | 'window'> {
  readonly limit: number | null;
}

/** What had come of an answer before it broke off; a provider sends a bill for that much. */
export interface PartialAnswer {
  readonly usage: RawUsage | null;
  /** Characters. */
  readonly textLength: number;
}

/** One call to one provider with one key. Times in monotonic milliseconds. */
export interface AttemptRecord {
  readonly candidate: Candidate;
  readonly startedAt: number;
  readonly firstByteAt: number | null;
  readonly endedAt: number;
  readonly outcome: 'ok' | FailureKind;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  /** Epoch milliseconds. */
  readonly cooldownUntil: number | null;
  /** Left out where nothing is to be paid, and where it served. */
  readonly wasted?: PartialAnswer;
}
