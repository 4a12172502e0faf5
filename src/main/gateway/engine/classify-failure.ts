import { type Failure, type FailureKind, PROXY_FAILED } from '../attempt';
import type { TransportError } from '../ports';
import { isNotInTier, judgeStatus, NOT_IN_TIER_CODE, statusOfWords } from './judge-status';
import { type ErrorWords, readErrorWords } from './read-error-words';
import { readRefusedQuota } from './read-refused-quota';
import { readRetryAfter } from './read-retry-after';

const LONGEST_MESSAGE = 500;
const DAY_MS = 86_400_000;

/** Judges an upstream's error answer by status, code and words. `body` is parsed JSON or text. */
export function classifyAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  now: number,
): Failure {
  return classifyWords(status, headers, readErrorWords(body), now);
}

/** Judges an error object that came inside a 200 answer or a stream: its own code, where it is an HTTP status, counts. */
export function classifyEmbedded(body: unknown, now: number): Failure {
  const words = readErrorWords(body);
  return { ...classifyWords(statusOfWords(words), {}, words, now), httpStatus: 200 };
}

function classifyWords(
  status: number,
  headers: Readonly<Record<string, string>>,
  words: ErrorWords,
  now: number,
): Failure {
  const wait = readRetryAfter({ ...words.headers, ...headers }, words.all, now);
  const kind = judgeStatus(status, words, wait !== null);
  if (isNotInTier(status, words)) {
    // Waiting is pointless; another account may have it.
    return { ...plainFailure('forbidden', NOT_IN_TIER_CODE, status), retryAfterMs: DAY_MS };
  }
  const isCallers = CALLERS.includes(kind);
  return {
    kind,
    httpStatus: status,
    code: words.code ?? words.type ?? `http_${status}`,
    retryAfterMs: MAY_WAIT.includes(kind) ? (wait?.ms ?? null) : null,
    message: isCallers && words.message !== '' ? words.message : null,
    param: isCallers ? (words.param ?? findParam(words.message)) : null,
    ...(wait ? { waitFrom: wait.from } : {}),
    ...(kind === 'rate_limited' || kind === 'quota_spent'
      ? { quota: readRefusedQuota(kind, words.all) }
      : {}),
  };
}

/** The provider's sentence helps whoever wrote the request. */
const CALLERS: readonly FailureKind[] = [
  'bad_request',
  'content_filter',
  'context_length_exceeded',
  'input_too_large',
  'unsupported_parameter',
];
const MAY_WAIT: readonly FailureKind[] = ['rate_limited', 'quota_spent', 'payment_required', 'server_error'];

export function classifyTransport(error: TransportError, phase: 'head' | 'first_token' | 'body'): Failure {
  return plainFailure(kindOfTransport(error.kind, phase), error.proxy === null ? error.kind : PROXY_FAILED);
}

function kindOfTransport(kind: TransportError['kind'], phase: 'head' | 'first_token' | 'body'): FailureKind {
  if (kind === 'aborted' || kind === 'headers_timeout') return kind;
  if (kind === 'idle_timeout') return phase === 'body' ? 'stream_stalled' : 'first_token_timeout';
  return phase === 'head' ? 'connection_failed' : 'stream_cut';
}

export function plainFailure(
  kind: FailureKind,
  code: string = kind,
  httpStatus: number | null = null,
): Failure {
  return { kind, httpStatus, code, retryAfterMs: null, message: null, param: null };
}

/** A word of this length that is a piece of the key is one, and no accident. */
const KEY_PIECE = /[\w~+/=-]{10,}/g;

/** A provider may repeat the key it was sent, or a piece of it; nothing of that may reach a caller, a trace or the log. */
export function hideSecret(failure: Failure, secret: string | null): Failure {
  if (secret === null) return failure;
  const hide = (text: string) =>
    text.replaceAll(secret, '…').replace(KEY_PIECE, (word) => (secret.includes(word) ? '…' : word));
  return {
    ...failure,
    code: hide(failure.code),
    // Shortened last: half a key is a secret, too.
    message: failure.message === null ? null : hide(failure.message).slice(0, LONGEST_MESSAGE),
    param: failure.param === null ? null : hide(failure.param),
  };
}

/** The parameter a sentence is about: the quoted name, else the word after "parameter" and its like. */
function findParam(message: string): string | null {
  const quoted =
    /(?:parameter|argument|name|field|property|value)s?[^'"`]{0,24}['"`]([A-Za-z][\w.]{0,63})['"`]/i.exec(
      message,
    )?.[1] ?? /['"`]([a-z][a-z0-9_]{1,63})['"`].{0,24}(?:not|un)/.exec(message)?.[1];
  const plain =
    /(?:parameter|argument|field|property): ?([A-Za-z]\w{1,63})\b/i.exec(message)?.[1] ??
    /(?:not supported[^:]{0,40}|unsupported [a-z]+): ?([A-Za-z]\w{1,63})\b/i.exec(message)?.[1];
  const name = quoted ?? plain;
  return name ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : null;
}
