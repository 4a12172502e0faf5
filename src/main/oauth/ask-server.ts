import { type Clock, type Transport, TransportError } from '../gateway/ports';

/** From the question to the last byte of the answer. */
const ANSWER_MS = 15_000;
/** Far more than any token has. */
const LONGEST_ANSWER = 64 * 1024;

export interface ServerQuestion {
  readonly provider: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface AskParts {
  readonly transport: Transport;
  readonly clock: Clock;
}

/** Over the same way out as every request, proxies included; a redirect is an answer like another. Throws TransportError. */
export async function askServer(
  question: ServerQuestion,
  { transport, clock }: AskParts,
): Promise<ServerAnswer> {
  const { signal } = question;
  const aborter = new AbortController();
  const leave = () => aborter.abort();
  const cancelTimer = clock.after(ANSWER_MS, leave);
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  try {
    const { status, headers, body } = await transport.send({
      method: 'POST',
      url: question.url,
      provider: question.provider,
      headers: question.headers,
      body: question.body,
      signal: aborter.signal,
      headersTimeoutMs: ANSWER_MS,
      idleTimeoutMs: ANSWER_MS,
    });
    return { status, headers, text: await readText(body) };
  } finally {
    cancelTimer();
    signal?.removeEventListener('abort', leave);
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LONGEST_ANSWER) throw new TransportError('protocol', 'the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
