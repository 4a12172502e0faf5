import { SpiderGateError } from '../errors';
import type { GatewayReply } from '../gateway';
import type { Clock } from '../ports';
import { toErrorFrame } from './stream-frames';

/**
 * So long the caller gets no byte at all, and with it a real status and headers. Then comments go out,
 * because some clients and middle boxes give up on a silent connection.
 */
const FIRST_AFTER_MS = 15_000;
const EVERY_MS = 10_000;
const COMMENT = ': waiting for a provider\n\n';

/**
 * The reply itself when it comes soon, else a stream of comments that the reply continues.
 * `headers`: what is known without it.
 */
export async function keepAlive(
  pending: Promise<GatewayReply>,
  clock: Clock,
  headers: () => Readonly<Record<string, string>>,
): Promise<GatewayReply> {
  const early = await settleWithin(pending, FIRST_AFTER_MS, clock);
  return early ?? { kind: 'stream', headers: headers(), frames: createWaitingFrames(pending, clock) };
}

/** `null` when the time is over first. */
function settleWithin<T>(pending: Promise<T>, ms: number, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve(null));
    pending.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

function createWaitingFrames(pending: Promise<GatewayReply>, clock: Clock): AsyncIterable<string> {
  let inner: AsyncIterator<string> | null = null;
  let isOver = false;
  let isFirst = true;

  async function next(): Promise<IteratorResult<string>> {
    if (isOver) return { value: undefined, done: true };
    if (inner) return inner.next();
    const reply = isFirst ? null : await settleWithin(pending, EVERY_MS, clock);
    isFirst = false;
    if (reply === null) return { value: COMMENT, done: false };
    if (reply.kind === 'stream') {
      inner = reply.frames[Symbol.asyncIterator]();
      return inner.next();
    }
    isOver = true;
    return { value: toLateErrorFrame(reply.body), done: false };
  }

  async function leave(): Promise<IteratorResult<string>> {
    isOver = true;
    if (inner) return inner.return?.() ?? { value: undefined, done: true };
    // The caller's signal ends the engine; what it still brings must be closed as well.
    pending.then(
      (reply) => {
        if (reply.kind === 'stream') void reply.frames[Symbol.asyncIterator]().return?.();
      },
      () => {},
    );
    return { value: undefined, done: true };
  }

  return { [Symbol.asyncIterator]: () => ({ next, return: leave }) };
}

/** The status has gone out already, so the error comes as a frame. */
function toLateErrorFrame(body: unknown): string {
  const isError = typeof body === 'object' && body !== null && 'error' in body;
  if (isError) return `data: ${JSON.stringify({ error: body.error })}\n\n`;
  return toErrorFrame(new SpiderGateError('upstream_failed', 'No provider could answer.'));
}
