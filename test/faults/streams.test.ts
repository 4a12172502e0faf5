import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { openWorld, type World } from '../support/world';
import { type Answer, answer, failWith, type UsageShape } from './behaviours';
import { answerText } from './chat-answer';

/** Source: routing.md, "Streams". */
const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function streamOf(behaviour: Answer, extra: Record<string, unknown> = {}) {
  const upstream = await world.addUpstream();
  const spare = await world.addUpstream();
  upstream.fake.script('*', [behaviour]);
  const alias = await world.addAlias([upstream, spare]);
  const response = await world.post({ model: alias, messages, stream: true, ...extra });
  expect(response.status).toBe(200);
  const read = await readStream(response);
  const row = await world.request(response.headers.get('x-request-id') ?? '');
  return { ...read, row, upstream, spare };
}

describe('a stream that breaks after the first token', () => {
  it.each([
    ['a reset', answer({ tokens: 9, cut: { after: 3, how: 'reset' } })],
    ['an end without a finish reason', answer({ tokens: 9, cut: { after: 3, how: 'end' } })],
    ['a truncated gzip body', answer({ tokens: 9, cut: { after: 3, how: 'reset' }, wire: { gzip: true } })],
  ])('by %s: what came, an error frame, no [DONE], and no second provider', async (_, behaviour) => {
    const { text, done, error, spare, row } = await streamOf(behaviour);
    expect({ text, done, code: error?.code }).toEqual({
      text: answerText(3),
      done: false,
      code: 'stream_interrupted',
    });
    expect(spare.fake.chats()).toEqual([]);
    expect(row).toMatchObject({ status: 'error', error_code: 'stream_interrupted' });
  });

  it('by an error event', async () => {
    const error = { message: 'the machine caught fire', code: 'server_error' };
    const read = await streamOf(
      answer({ tokens: 9, errorEvent: { before: 3, error }, cut: { after: 3, how: 'end' } }),
    );
    expect(read.text).toBe(answerText(3));
    expect(read.done).toBe(false);
    expect(read.error).not.toBeNull();
  });

  it('by a finish reason that is an error', async () => {
    const { text, done, error } = await streamOf(answer({ tokens: 3, finishReason: 'error' }));
    expect({ text, done, code: error?.code }).toEqual({
      text: answerText(3),
      done: false,
      code: 'stream_interrupted',
    });
  });

  it('by more than three broken events', async () => {
    const { done, error } = await streamOf(answer({ tokens: 9, malformedBefore: [2, 3, 4, 5] }));
    expect(done).toBe(false);
    expect(error).not.toBeNull();
  });
});

describe('a stream that only looks broken', () => {
  it('survives one broken event', async () => {
    const { text, done } = await streamOf(answer({ malformedBefore: [2] }));
    expect({ text, done }).toEqual({ text: answerText(), done: true });
  });

  it('gets the [DONE] that the provider forgot', async () => {
    const { text, done, row } = await streamOf(answer({ done: false }));
    expect({ text, done, status: row.status }).toEqual({ text: answerText(), done: true, status: 'ok' });
  });

  it('is whole when the connection breaks after the finish reason', async () => {
    const { text, done, error } = await streamOf(answer({ cut: { after: 5, how: 'end', finish: true } }));
    expect({ text, done, error }).toEqual({ text: answerText(), done: true, error: null });
  });

  it.each<readonly [string, Answer]>([
    ['gzip', answer({ wire: { gzip: true } })],
    ['CRLF', answer({ wire: { crlf: true } })],
    ['a BOM', answer({ wire: { bom: true } })],
    ['comments', answer({ wire: { comments: true } })],
    ['data over several lines', answer({ wire: { multiLineData: true } })],
    ['every byte alone', answer({ tokens: 3, wire: { everyByteAlone: true } })],
    [
      'every byte alone with CRLF and a BOM',
      answer({ tokens: 3, wire: { everyByteAlone: true, crlf: true, bom: true } }),
    ],
    ['keep-alive comments while it thinks', answer({ firstTokenDelayMs: 60, keepAliveMs: 10 })],
  ])('spelled with %s', async (_, behaviour) => {
    const { text, done, error } = await streamOf(behaviour);
    expect({ text, done, error }).toEqual({ text: answerText(behaviour.tokens), done: true, error: null });
  });

  it('with a frame of 10 MB', async () => {
    const hugeTokenBytes = 10 * 1024 * 1024;
    const { text, done } = await streamOf(answer({ tokens: 1, hugeTokenBytes }));
    expect({ length: text.length, done }).toEqual({ length: 'tok0'.length + hugeTokenBytes, done: true });
  });
});

describe('stream_safety complete', () => {
  it('throws a cut answer away and gives a whole one of the next candidate', async () => {
    const { text, done, error, spare } = await streamOf(
      answer({ tokens: 9, cut: { after: 3, how: 'reset' } }),
      {
        spidergate_options: { stream_safety: 'complete' },
      },
    );
    expect({ text, done, error }).toEqual({ text: answerText(), done: true, error: null });
    expect(spare.fake.chats()).toHaveLength(1);
  });

  it('is obeyed when it stands in the alias', async () => {
    const [broken, good] = [await world.addUpstream(), await world.addUpstream()];
    broken.fake.script('*', [answer({ tokens: 9, cut: { after: 3, how: 'end' } })]);
    const alias = await world.addAlias([broken, good], { stream_safety: 'complete' });
    const { text, done } = await readStream(await world.post({ model: alias, messages, stream: true }));
    expect({ text, done }).toEqual({ text: answerText(), done: true });
  });
});

describe('usage of a stream', () => {
  const shapes: readonly UsageShape[] = ['asked', 'own-chunk', 'no-choices', 'last-choice', 'growing'];
  it.each(shapes)('is what the provider counted, told as %s', async (usage) => {
    const { row, upstream, chunks } = await streamOf(answer({ tokens: 7, usage }));
    const [sent] = upstream.fake.chats();
    expect(row.usage).toMatchObject({
      input: sent?.promptTokens,
      output: sent?.tokensSent,
      estimated: false,
    });
    expect(chunks.some((chunk) => chunk.choices !== undefined && chunk.choices.length === 0)).toBe(false);
  });

  it('is counted here and marked as estimated when the provider tells none', async () => {
    const { row } = await streamOf(answer({ tokens: 7, usage: 'none' }));
    expect(row.usage?.estimated).toBe(true);
    expect(row.usage?.output).toBeGreaterThan(0);
  });

  it('is kept for a stream that broke', async () => {
    const { row } = await streamOf(answer({ tokens: 9, cut: { after: 3, how: 'reset' } }));
    expect(row.usage?.output).toBeGreaterThan(0);
  });
});

describe('back-pressure', () => {
  it('a reader that stops reading stops the provider', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 200_000 })]);
    const alias = await world.addAlias([upstream]);
    const controller = new AbortController();
    const response = await world.post(
      { model: alias, messages, stream: true },
      { signal: controller.signal },
    );
    const reader = response.body?.getReader();
    await reader?.read();
    const sent = () => upstream.fake.chats()[0]?.tokensSent ?? 0;
    await untilStill(sent);
    const stoodAt = sent();
    controller.abort();
    // 200,000 tokens are some 30 MB; what fits into the buffers on the way is a fraction of it.
    expect(stoodAt).toBeLessThan(100_000);
  });
});

describe('a request that is broken off by the wait for a retry', () => {
  it('does not hold the caller for a long stated wait', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [failWith(429, {}, { 'retry-after': '30' })]);
    const began = performance.now();
    const response = await world.post({ model: await world.addAlias([upstream]), messages, stream: true });
    expect(response.status).toBe(429);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

/** Resolves when a number has not grown for 300 ms. */
async function untilStill(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); ) {
    before = read();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
