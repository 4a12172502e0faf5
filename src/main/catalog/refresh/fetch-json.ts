import type { Clock, Transport } from '../../gateway/ports';

const TIMEOUT_MS = 20_000;
const LIMIT_BYTES = 10 * 1024 * 1024;

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` when it was too long, not JSON, or held what it must not. */
  readonly body: unknown;
}

interface JsonQuestion {
  readonly url: string;
  /** Whose proxy is to be used; left out for the general one. */
  readonly provider?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An answer with this text in it is thrown away: what is learned goes to disk. */
  readonly secret: string | null;
  readonly signal: AbortSignal;
}

/** One bounded GET; throws TransportError. */
export async function fetchJson(
  question: JsonQuestion,
  { transport, clock }: { readonly transport: Transport; readonly clock: Clock },
): Promise<JsonAnswer> {
  const aborter = new AbortController();
  const abort = () => aborter.abort();
  const cancel = clock.after(TIMEOUT_MS, abort);
  question.signal.addEventListener('abort', abort, { once: true });
  if (question.signal.aborted) abort();
  try {
    const { status, headers, body } = await transport.send({
      method: 'GET',
      url: question.url,
      ...(question.provider === undefined ? {} : { provider: question.provider }),
      headers: { accept: 'application/json', ...question.headers },
      body: null,
      signal: aborter.signal,
      headersTimeoutMs: TIMEOUT_MS,
      idleTimeoutMs: TIMEOUT_MS,
    });
    const text = await readText(body);
    const isLeak = question.secret !== null && text?.includes(question.secret) === true;
    return { status, headers, body: text === null || isLeak ? undefined : parseJson(text) };
  } finally {
    cancel();
    question.signal.removeEventListener('abort', abort);
  }
}

/** `null` when it is too long; leaving the loop closes the connection. */
async function readText(body: AsyncIterable<Uint8Array>): Promise<string | null> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LIMIT_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
