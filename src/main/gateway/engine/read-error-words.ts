import type { JsonObject } from '../chat';

/** What an error body says, in the shapes providers use. Source: providers.json, `errorShape`. */
export interface ErrorWords {
  /** A short name such as `rate_limit_exceeded` or a number; never prose. */
  readonly code: string | null;
  /** The HTTP status the body itself names; `null` when it names none. */
  readonly status: number | null;
  readonly type: string | null;
  /** The provider's own sentence. */
  readonly message: string;
  /** The sentence and all details beside it, for judging only. */
  readonly all: string;
  readonly param: string | null;
  /** Lower-case headers that an inner provider sent, where a gateway repeats them (OpenRouter). */
  readonly headers: Readonly<Record<string, string>>;
}

const LONGEST_TEXT = 4000;
/** Traces show codes, and must never show prose. */
const CODE = /^[\w.:/-]{1,80}$/;

export function readErrorWords(body: unknown): ErrorWords {
  if (typeof body === 'string') return { ...NO_WORDS, message: cut(body), all: cut(body) };
  // Google answers with an array that holds one error object.
  const outer = asObject(Array.isArray(body) ? body[0] : body);
  const nested = findError(outer);
  if (typeof nested === 'string') {
    const name = text(outer.code);
    return {
      ...NO_WORDS,
      code: toCode(name),
      message: cut(nested),
      all: cut(join([name, nested])),
    };
  }
  return readErrorObject(asObject(nested), outer);
}

const NO_WORDS: ErrorWords = {
  code: null,
  status: null,
  type: null,
  message: '',
  all: '',
  param: null,
  headers: {},
};

function findError(outer: JsonObject): unknown {
  const choice = Array.isArray(outer.choices) ? asObject(outer.choices[0]) : {};
  const listed = Array.isArray(outer.errors) ? asObject(outer.errors[0]) : null;
  const error = outer.error ?? choice.error ?? listed ?? outer;
  return Array.isArray(error) ? (error[0] ?? outer) : error;
}

function readErrorObject(error: JsonObject, outer: JsonObject): ErrorWords {
  const detail = error.detail ?? outer.detail;
  const metadata = asObject(error.metadata);
  const numbers = [error.code, error.status, outer.status].map(Number);
  // Google and OpenRouter put the HTTP status where others have a name, and the name beside it.
  const names = [text(error.code), text(error.status), text(error.title)];
  const message = text(error.message) ?? readDetail(detail) ?? '';
  return {
    code: toCode(names.find((name) => name !== null && !/^\d+$/.test(name)) ?? names.find((name) => name)),
    status: numbers.find(isErrorStatus) ?? null,
    type: toCode(text(error.type)),
    message: cut(message),
    all: cut(
      join([
        ...names,
        text(error.type),
        message,
        detail === undefined ? null : JSON.stringify(detail),
        text(metadata.raw),
        error.details === undefined ? null : JSON.stringify(error.details),
      ]),
    ),
    param: text(error.param) ?? lastLocation(detail),
    headers: readHeaders(metadata.headers),
  };
}

/** A sentence, or FastAPI's list of what is wrong where. */
function readDetail(detail: unknown): string | null {
  if (typeof detail === 'string') return detail;
  if (!detail) return null;
  const first = asObject(Array.isArray(detail) ? detail[0] : detail);
  return text(first.msg) ?? text(first.error) ?? JSON.stringify(detail);
}

/** FastAPI-style 422: `{"detail":[{"loc":["body","store"],"msg":"…"}]}`. */
function lastLocation(detail: unknown): string | null {
  const location = Array.isArray(detail) ? asObject(detail[0]).loc : null;
  return Array.isArray(location) ? text(location[1]) : null;
}

function readHeaders(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(asObject(value));
  return Object.fromEntries(entries.map(([name, item]) => [name.toLowerCase(), text(item) ?? '']));
}

function isErrorStatus(number: number): boolean {
  return Number.isInteger(number) && number >= 400 && number <= 599;
}

function toCode(name: string | null | undefined): string | null {
  return name && CODE.test(name) ? name : null;
}

function join(parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join(' ');
}

function cut(value: string): string {
  return value.slice(0, LONGEST_TEXT);
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}
