import type { Failure, FailureKind } from '../attempt';
import type { JsonObject } from '../chat';
import type { TransportError } from '../ports';
import { readRetryAfter } from './read-retry-after';

/** What an error body says, in the shapes providers use. Source: providers.json, `errorShape`. */
interface ErrorWords {
  readonly code: string | null;
  readonly type: string | null;
  readonly message: string;
  readonly param: string | null;
}

const LONGEST_MESSAGE = 500;

/** Judges an upstream's error answer by status, code and words. `body` is parsed JSON or text. */
export function classifyAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  now: number,
): Failure {
  const words = readErrorWords(body);
  const kind = kindOf(status, words);
  const isCallers = kind === 'bad_request' || kind === 'content_filter' || kind === 'context_length_exceeded';
  return {
    kind,
    httpStatus: status,
    code: words.code ?? words.type ?? `http_${status}`,
    retryAfterMs: mayWait(kind) ? readRetryAfter(headers, words.message, now) : null,
    message: isCallers && words.message !== '' ? words.message : null,
    param: kind === 'unsupported_parameter' || isCallers ? (words.param ?? findParam(words.message)) : null,
  };
}

export function classifyTransport(error: TransportError, phase: 'head' | 'first_token' | 'body'): Failure {
  const kind: FailureKind =
    error.kind === 'aborted'
      ? 'aborted'
      : error.kind === 'headers_timeout'
        ? 'headers_timeout'
        : error.kind === 'idle_timeout'
          ? phase === 'body'
            ? 'stream_stalled'
            : 'first_token_timeout'
          : phase === 'head'
            ? 'connection_failed'
            : 'stream_cut';
  return plainFailure(kind, error.kind);
}

export function plainFailure(
  kind: FailureKind,
  code: string = kind,
  httpStatus: number | null = null,
): Failure {
  return { kind, httpStatus, code, retryAfterMs: null, message: null, param: null };
}

/** A provider may repeat the key it was sent; nothing of that may reach a caller, a trace or the log. */
export function hideSecret(failure: Failure, secret: string | null): Failure {
  const hide = (text: string) => (secret === null ? text : text.replaceAll(secret, '…'));
  return {
    ...failure,
    code: hide(failure.code),
    // Shortened last: half a key is a secret, too.
    message: failure.message === null ? null : hide(failure.message).slice(0, LONGEST_MESSAGE),
    param: failure.param === null ? null : hide(failure.param),
  };
}

function mayWait(kind: FailureKind): boolean {
  return (
    kind === 'rate_limited' ||
    kind === 'quota_spent' ||
    kind === 'payment_required' ||
    kind === 'server_error'
  );
}

const CONTEXT =
  /context.?length|context.?window|maximum context|too many (?:input )?tokens|prompt is too long|input is too long|reduce the length/i;
const FILTER =
  /content.?filter|content.?policy|content management policy|safety (?:system|filter|policy)|moderation|flagged/i;
const PARAMETER =
  /unknown (?:parameter|name|field)|unrecognized (?:request )?(?:argument|parameter|field)|unsupported.{0,12}(?:parameter|value)|extra (?:inputs|fields) (?:are )?not (?:permitted|allowed)|extra_forbidden|does not support (?:the )?(?:parameter|['"`])|is not supported (?:with|by|for) this model|property .{1,60} is unsupported/i;
const SPENT =
  /insufficient.?(?:quota|balance|credit|fund)|exceeded your current quota|billing|payment.?(?:required|method)|out of credits|credit balance/i;
const GONE =
  /model.{0,80}(?:not found|does not exist|decommissioned|deprecated|no longer|unavailable|not available)|(?:not found|no such|unknown).{0,30}model|model_(?:not_found|unavailable|decommissioned)/i;
const DAILY = /per.?day|daily|requests per day|\brpd\b|\btpd\b|PerDay/i;

function kindOf(status: number, words: ErrorWords): FailureKind {
  const text = `${words.code ?? ''} ${words.type ?? ''} ${words.message}`;
  if (status === 401) return 'unauthorized';
  if (status === 402) return 'payment_required';
  if (status === 429) {
    if (words.code === 'insufficient_quota' || SPENT.test(text)) return 'payment_required';
    return DAILY.test(text) ? 'quota_spent' : 'rate_limited';
  }
  if (status === 413) return 'context_length_exceeded';
  if (status === 404 || status === 410) return 'model_gone';
  if (status === 408 || status === 409 || status === 425) return 'conflict';
  if (status >= 500) return 'server_error';
  if (CONTEXT.test(text)) return 'context_length_exceeded';
  if (FILTER.test(text)) return 'content_filter';
  if (status === 403) return SPENT.test(text) ? 'payment_required' : 'forbidden';
  if (PARAMETER.test(text)) return 'unsupported_parameter';
  if (/api.?key.{0,20}(?:not valid|invalid|expired)|invalid.{0,10}api.?key/i.test(text))
    return 'unauthorized';
  if (GONE.test(text)) return 'model_gone';
  return status >= 400 && status < 500 ? 'bad_request' : 'not_an_answer';
}

/** Judges an error object that came inside a 200 answer or a stream: its own code, where it is an HTTP status, counts. */
export function classifyEmbedded(body: unknown, now: number): Failure {
  const words = readErrorWords(body);
  const stated = Number(words.code);
  const status = Number.isInteger(stated) && stated >= 400 && stated <= 599 ? stated : statusOfWords(words);
  const failure = classifyAnswer(status, {}, body, now);
  return { ...failure, httpStatus: 200 };
}

function statusOfWords({ code, type }: ErrorWords): number {
  const name = `${code ?? ''} ${type ?? ''}`;
  if (/rate.?limit|too_many|resource_exhausted/i.test(name)) return 429;
  if (/insufficient_quota|payment/i.test(name)) return 402;
  if (/auth|api_key/i.test(name)) return 401;
  if (/invalid_request|content|context/i.test(name)) return 400;
  return 500;
}

function readErrorWords(body: unknown): ErrorWords {
  if (typeof body === 'string') return { code: null, type: null, message: body.slice(0, 2000), param: null };
  // Google answers with an array that holds one error object.
  const outer = asObject(Array.isArray(body) ? body[0] : body);
  const choices = Array.isArray(outer.choices) ? asObject(outer.choices[0]) : {};
  const errors = Array.isArray(outer.errors) ? asObject(outer.errors[0]) : null;
  const nested = outer.error ?? choices.error ?? errors ?? outer;
  if (typeof nested === 'string') return { code: text(outer.code), type: null, message: nested, param: null };
  const error = asObject(nested);
  const detail = error.detail ?? outer.detail;
  const metadata = asObject(error.metadata);
  return {
    code: text(error.code) ?? text(error.status),
    type: text(error.type),
    message: [
      text(error.message),
      typeof detail === 'string' ? detail : detail ? JSON.stringify(detail) : null,
      text(metadata.raw),
      error.details ? JSON.stringify(error.details) : null,
    ]
      .filter((part) => part !== null)
      .join(' ')
      .slice(0, 4000),
    param: text(error.param) ?? lastLocation(detail),
  };
}

/** FastAPI-style 422: `{"detail":[{"loc":["body","store"],"msg":"…"}]}`. */
function lastLocation(detail: unknown): string | null {
  const location = Array.isArray(detail) ? asObject(detail[0]).loc : null;
  return Array.isArray(location) ? text(location[1]) : null;
}

function findParam(message: string): string | null {
  return (
    /(?:parameter|argument|name|field|property)s?:? ['"`]?([a-z_]{2,40})['"`]?/i.exec(message)?.[1] ?? null
  );
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
