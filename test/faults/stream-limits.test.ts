import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { openWorld, type World } from '../support/world';
import { answer, type Behaviour, type Plain } from './behaviours';
import { answerText } from './chat-answer';

const messages = [{ role: 'user', content: 'hello' }];
const complete = { spidergate_options: { stream_safety: 'complete' } };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.core.control.call('PATCH', '/settings', { stall_ms: 1000, first_token_budget_ms: 1000 });
});
afterAll(() => world.close());

/** Source: routing.md, "Streams". Limits are those of the first token, and never those of a whole answer. */
describe('an answer that takes longer than its first token may', () => {
  const slow = answer({ tokens: 12, tokenDelayMs: 60 });

  it.each([
    ['live', {}],
    ['complete', complete],
  ])('is whole all the same (%s)', async (_, extra) => {
    const { first, stream } = await ask([slow], extra, { first_token_ms: 250 });
    expect(await stream).toMatchObject({ text: answerText(12), done: true });
    expect(first.fake.chats()).toHaveLength(1);
  });

  it('and is then cut starts over at the next place, for which the time it took does not count', async () => {
    const cut = answer({ tokens: 30, tokenDelayMs: 60, cut: { after: 25, how: 'reset' } });
    const { stream, second } = await ask([cut], complete, { first_token_ms: 250 });
    expect(await stream).toMatchObject({ text: answerText(), done: true });
    expect(second.fake.chats()).toHaveLength(1);
  });
});

describe('what counts as the beginning', () => {
  it('is a tool call as well as text', async () => {
    const toolCalls = [{ id: 'c', name: 'f', arguments: '{}' }];
    const { stream, second } = await ask([answer({ toolCalls, stallAfter: 1 })]);
    expect(await stream).toMatchObject({ done: false, error: { code: 'stream_interrupted' } });
    expect(second.fake.chats()).toEqual([]);
  });

  it('is not a role, an empty text or a comment, however many of them', async () => {
    const empty = frame({ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null });
    const { stream, first } = await ask([sse(`${`: ping\n\n${empty}`.repeat(40)}`)]);
    expect(await stream).toMatchObject({ text: answerText(), done: true, error: null });
    expect(first.fake.chats()).toHaveLength(1);
  });

  it('is taken to be there after 64 frames', async () => {
    const empty = frame({ index: 0, delta: { content: '' }, finish_reason: null });
    const { stream, second } = await ask([sse(empty.repeat(70))]);
    expect(await stream).toMatchObject({ done: false, error: { code: 'stream_interrupted' } });
    expect(second.fake.chats()).toEqual([]);
  });
});

describe('several answers in one stream', () => {
  const choice = (index: number, content: string, finish_reason: string | null = null) =>
    frame({ index, delta: { content }, finish_reason });

  it('are not whole when only one of them has come to its end', async () => {
    const body = choice(0, 'a', 'stop') + choice(1, 'b');
    const { stream } = await ask([sse(body)], { n: 2 });
    expect(await stream).toMatchObject({ done: false, error: { code: 'stream_interrupted' } });
  });

  it('are whole when all have, and when a provider knows only one', async () => {
    const both = await ask([sse(choice(0, 'a', 'stop') + choice(1, 'b', 'stop'))], { n: 2 });
    expect(await both.stream).toMatchObject({ done: true, error: null });
    const one = await ask([sse(choice(0, 'a', 'stop'))], { n: 2 });
    expect(await one.stream).toMatchObject({ done: true, error: null });
  });
});

describe('memory', () => {
  it('stays where it is while a slow reader reads 200 MB', async () => {
    const tokenBytes = 64 * 1024;
    const tokens = 3200;
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens, tokenBytes })]);
    const response = await world.post({ model: upstream.ref, messages, stream: true });
    const before = await retained();
    let most = before;
    let bytes = 0;
    let pauses = 0;
    for await (const piece of response.body ?? []) {
      bytes += piece.length;
      if (bytes < pauses * 20_000_000) continue;
      pauses += 1;
      most = Math.max(most, await retained());
    }
    expect(bytes).toBeGreaterThan(tokens * tokenBytes);
    // Provider, gateway and reader are all in this process; what they hold does not grow with what has passed.
    expect((most - before) / 1e6).toBeLessThan(50);
  });
});

/**
 * Bytes that something still holds: garbage says more about the collector than about us. The least of a few looks,
 * because buffers are given back a moment after they were found to be garbage.
 */
async function retained(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 3; look += 1) {
    await sleep(20);
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

async function ask(behaviours: readonly Behaviour[], extra = {}, temper = {}) {
  const first = await world.addUpstream();
  const second = await world.addUpstream();
  first.fake.script('*', behaviours);
  const alias = await world.addAlias([first, second], temper);
  const stream = world.post({ model: alias, messages, stream: true, ...extra }).then(readStream);
  return { first, second, stream };
}

function frame(choice: object): string {
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [choice] })}\n\n`;
}

function sse(body: string): Plain {
  return { kind: 'plain', status: 200, contentType: 'text/event-stream', body };
}
