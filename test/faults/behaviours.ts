/** What the fake provider does with one request. Constructors below; every field has a harmless default. */
export type Behaviour = (Answer | Plain | Silence | Reset) & {
  /** Stays in force for every later request too. */
  readonly forever?: boolean;
};

/** A chat answer: JSON or SSE, as the request asks. */
export interface Answer {
  readonly kind: 'answer';
  readonly tokens?: number;
  /** Every token of a stream is this long, and the same. */
  readonly tokenBytes?: number;
  readonly toolCalls?: readonly FakeToolCall[];
  /** `null`: never says why it ended. */
  readonly finishReason?: string | null;
  readonly usage?: UsageShape;
  /** The name given back in `model`; the requested one otherwise. */
  readonly servedModel?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly headersDelayMs?: number;
  /** Says nothing before. */
  readonly heldUntil?: Promise<unknown>;
  readonly firstTokenDelayMs?: number;
  readonly tokenDelayMs?: number;
  /** Sends SSE comments this often while it waits. */
  readonly keepAliveMs?: number;
  readonly cut?: Cut;
  /** Falls silent after so many tokens, connection open. */
  readonly stallAfter?: number;
  /** Indexes of tokens before which a broken event is sent. */
  readonly malformedBefore?: readonly number[];
  readonly errorEvent?: { readonly before: number; readonly error: unknown };
  /** `false`: ends without `[DONE]`. */
  readonly done?: boolean;
  /** Sends one token of this many bytes, after the ordinary ones. */
  readonly hugeTokenBytes?: number;
  readonly wire?: Wire;
}

export interface Cut {
  readonly after: number;
  /** `reset`: TCP RST in the middle; `end`: a clean end of the HTTP body. */
  readonly how: 'reset' | 'end';
  /** The finish reason goes out before the cut. */
  readonly finish?: boolean;
}

/** How the bytes of a stream look. */
export interface Wire {
  readonly gzip?: boolean;
  readonly crlf?: boolean;
  readonly bom?: boolean;
  readonly comments?: boolean;
  readonly multiLineData?: boolean;
  readonly everyByteAlone?: boolean;
}

/**
 * Where a stream carries its usage. `asked`: a chunk of its own, only when the request asked (as OpenAI does);
 * `own-chunk`: always; `no-choices`: the same without a `choices` field; `last-choice`: beside the finish reason;
 * `growing`: on every chunk; `none`: never (JSON answers included).
 */
export type UsageShape = 'asked' | 'own-chunk' | 'no-choices' | 'last-choice' | 'growing' | 'none';

export interface FakeToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** A fixed response, whatever was asked. */
export interface Plain {
  readonly kind: 'plain';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body: string;
  readonly headersDelayMs?: number;
}

/** Takes the request and never says a word. */
export interface Silence {
  readonly kind: 'silence';
}

/** TCP RST before any header. */
export interface Reset {
  readonly kind: 'reset';
}

export function answer(options: Omit<Answer, 'kind'> = {}): Answer {
  return { kind: 'answer', ...options };
}

/** An error response in OpenAI's shape. */
export function failWith(
  status: number,
  error: Readonly<Record<string, unknown>> = {},
  headers: Record<string, string> = {},
): Plain {
  const body = {
    error: { message: `fake failure ${status}`, type: 'fake_error', param: null, code: null, ...error },
  };
  return { kind: 'plain', status, headers, body: JSON.stringify(body) };
}

export function html(status = 200): Plain {
  return {
    kind: 'plain',
    status,
    contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><title>Sign in</title><h1>Welcome to the hotel network</h1>',
  };
}

export function emptyBody(status = 200): Plain {
  return { kind: 'plain', status, body: '' };
}

export function errorObjectWith200(): Plain {
  return {
    kind: 'plain',
    status: 200,
    body: JSON.stringify({ error: { message: 'overloaded', code: 503 } }),
  };
}

export function silence(): Silence {
  return { kind: 'silence' };
}

export function reset(): Reset {
  return { kind: 'reset' };
}

export function always<T extends Behaviour>(behaviour: T): T & { readonly forever: true } {
  return { ...behaviour, forever: true };
}
