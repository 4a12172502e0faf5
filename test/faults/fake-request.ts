import type { IncomingMessage } from 'node:http';

/** The parts of a request's body the fake looks at; everything else is only recorded. */
export interface FakeBody {
  readonly model?: unknown;
  readonly stream?: unknown;
  readonly stream_options?: { readonly include_usage?: unknown };
  readonly messages?: readonly unknown[];
  readonly input?: unknown;
  readonly [field: string]: unknown;
}

/** One request as it arrived, and what became of it. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: FakeBody;
  /** The same as it came. */
  readonly text: string;
  /** `performance.now()` at arrival. */
  readonly at: number;
  /** The key after `Bearer `, or `x-api-key`. */
  readonly key: string | null;
  /** True when the other side closed the connection before the answer was over. */
  aborted: boolean;
  abortedAt: number | null;
  /** What the fake itself counts as sent. */
  tokensSent: number;
  promptTokens: number;
}

export async function readRequest(incoming: IncomingMessage): Promise<RecordedRequest> {
  const at = performance.now();
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(Buffer.from(piece));
  const text = Buffer.concat(pieces).toString('utf8');
  const body = parseBody(text);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    text,
    body,
    at,
    key: keyOf(incoming),
    aborted: false,
    abortedAt: null,
    tokensSent: 0,
    promptTokens: countWords(body.messages ?? body.input ?? ''),
  };
}

function parseBody(text: string): FakeBody {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function keyOf(incoming: IncomingMessage): string | null {
  const bearer = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
  const other = incoming.headers['x-api-key'];
  return bearer ?? (typeof other === 'string' ? other : null);
}

/** Deterministic stand-in for a tokenizer. */
function countWords(value: unknown): number {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '').length;
}
