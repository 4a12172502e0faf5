import { describe, expect, it } from 'vitest';
import type { GatewayReply } from '../../../../src/main/gateway/gateway';
import { keepAlive } from '../../../../src/main/gateway/response';
import { createTestClock } from '../../../support/gateway-world';

const COMMENT = ': waiting for a provider\n\n';

async function* frames(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

/** Lets everything that waits for promises go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function waitFor() {
  const clock = createTestClock();
  const { promise, resolve, reject } = defer<GatewayReply>();
  return { clock, resolve, reject, answer: keepAlive(promise, clock, () => ({ 'x-known': 'yes' })) };
}

function defer<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((good, bad) => {
    resolve = good;
    reject = bad;
  });
  return { promise, resolve, reject };
}

describe('a caller who waits for the first token', () => {
  it('gets the reply itself, with its status, for 15 s', async () => {
    const { clock, resolve, answer } = waitFor();
    const refusal: GatewayReply = { kind: 'json', status: 429, headers: {}, body: {} };
    clock.advance(14_999);
    resolve(refusal);
    expect(await answer).toBe(refusal);
  });

  it('gets a comment at 15 s and one every 10 s after, then the frames, and nothing twice', async () => {
    const { clock, resolve, answer } = waitFor();
    clock.advance(15_000);
    const reply = await answer;
    if (reply.kind !== 'stream') throw new Error('not a stream');
    expect(reply.headers).toEqual({ 'x-known': 'yes' });
    const reader = reply.frames[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ value: COMMENT, done: false });
    const second = reader.next();
    await settle();
    clock.advance(9_999);
    let isThere = false;
    void second.then(() => {
      isThere = true;
    });
    await settle();
    expect(isThere).toBe(false);
    clock.advance(1);
    expect(await second).toEqual({ value: COMMENT, done: false });
    resolve({ kind: 'stream', headers: {}, frames: frames('data: a\n\n', 'data: [DONE]\n\n') });
    expect([await reader.next(), await reader.next(), await reader.next()]).toEqual([
      { value: 'data: a\n\n', done: false },
      { value: 'data: [DONE]\n\n', done: false },
      { value: undefined, done: true },
    ]);
  });

  it('gets an error as a frame when it comes too late for a status, and no [DONE]', async () => {
    const { clock, resolve, answer } = waitFor();
    clock.advance(15_000);
    const reply = await answer;
    if (reply.kind !== 'stream') throw new Error('not a stream');
    resolve({ kind: 'json', status: 502, headers: {}, body: { error: { code: 'upstream_failed' } } });
    let text = '';
    for await (const frame of reply.frames) text += frame;
    expect(text).toBe(`${COMMENT}data: {"error":{"code":"upstream_failed"}}\n\n`);
  });

  it('who leaves meanwhile closes what the engine still brings, whatever that is', async () => {
    for (const end of ['stream', 'error'] as const) {
      const { clock, resolve, reject, answer } = waitFor();
      clock.advance(15_000);
      const reply = await answer;
      if (reply.kind !== 'stream') throw new Error('not a stream');
      await reply.frames[Symbol.asyncIterator]().return?.();
      let isClosed = false;
      const late = { next: async () => ({ value: undefined, done: true as const }) };
      const close = async () => {
        isClosed = true;
        return { value: undefined, done: true as const };
      };
      if (end === 'stream') {
        const source = { [Symbol.asyncIterator]: () => ({ ...late, return: close }) };
        resolve({ kind: 'stream', headers: {}, frames: source });
      } else reject(new Error('nobody may be told'));
      await settle();
      expect(isClosed).toBe(end === 'stream');
    }
  });
});
