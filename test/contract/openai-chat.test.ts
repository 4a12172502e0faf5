import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../faults/behaviours';
import { answerText } from '../faults/chat-answer';
import { readStream } from '../support/sse';
import { type Extras, extrasOf, openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'Say something in tokens' }];
const tools = [
  {
    type: 'function' as const,
    function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
  },
];
const weatherCall = { id: 'call_1', name: 'weather', arguments: '{"city":"Ulm"}' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('the openai package, JSON', () => {
  it('gets the answer, the model that served, and the usage the provider counted', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ servedModel: 'fake-model-2026-01' })]);
    const alias = await world.addAlias([upstream]);
    const completion = await world.openai().chat.completions.create({ model: alias, messages });
    expect(completion.choices[0]?.message.content).toBe(answerText());
    expect(completion.model).toBe('fake-model-2026-01');
    expect(completion.usage?.completion_tokens).toBe(upstream.fake.requests[0]?.tokensSent);
    expect(completion.usage?.prompt_tokens).toBe(upstream.fake.requests[0]?.promptTokens);
  });

  it('sends the provider its own key, its own model name and none of our options', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    await world.post({ model: alias, messages, temperature: 0.25, spidergate_options: { timeout_ms: 5000 } });
    const [sent] = upstream.fake.chats();
    expect(sent?.key).toBe(`${upstream.id}-key-0001`);
    expect(sent?.body).toMatchObject({ model: 'fake-model', temperature: 0.25 });
    expect(sent?.body).not.toHaveProperty('spidergate_options');
    expect(JSON.stringify(sent?.headers)).not.toContain(world.token);
  });

  it('tells in spidergate_metadata where the answer came from', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    const { data, response } = await world
      .openai()
      .chat.completions.create({ model: alias, messages })
      .withResponse();
    const { spidergate_metadata: metadata, route_trace: trace } = extrasOf(data);
    expect(metadata).toMatchObject({
      request_id: response.headers.get('x-request-id'),
      provider: upstream.id,
      provider_model: 'fake-model',
      original_model: alias,
      cache_hit: false,
      fallback_used: false,
    });
    expect(metadata?.latency_ms).toBeGreaterThan(0);
    expect(response.headers.has('x-spidergate-fallback-from')).toBe(false);
    expect(trace).toBeUndefined();
  });

  it('gives the route trace only when asked, without key material', async () => {
    const [first, second] = [await world.addUpstream(), await world.addUpstream()];
    first.fake.script('*', [{ kind: 'plain', status: 404, body: '{"error":{"code":"model_not_found"}}' }]);
    const alias = await world.addAlias([first, second]);
    const completion = await world
      .openai()
      .chat.completions.create({ model: alias, messages }, { query: { include_route_trace: 'true' } });
    const { route_trace: trace } = extrasOf(completion);
    expect(trace).toMatchObject({
      requested: alias,
      alias,
      token: 'world',
      served: { provider: second.id, model: 'fake-model', key_scope: 'pool' },
      attempts: [
        { index: 0, provider: first.id, http_status: 404, key_scope: 'pool' },
        { index: 1, provider: second.id, outcome: 'ok', http_status: 200 },
      ],
    });
    expect(JSON.stringify(trace)).not.toContain('key-0001');
  });

  it('gets a tool call whole', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ toolCalls: [weatherCall] })]);
    const alias = await world.addAlias([upstream]);
    const completion = await world.openai().chat.completions.create({ model: alias, messages, tools });
    expect(upstream.fake.requests.at(-1)?.body.tools).toEqual(tools);
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.choices[0]?.message.tool_calls).toEqual([
      { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Ulm"}' } },
    ]);
  });

  it('answers under the hosted address too', async () => {
    const alias = await world.addAlias([await world.addUpstream()]);
    const response = await world.post({ model: alias, messages }, { path: '/api/gate/v1/chat/completions' });
    expect(response.status).toBe(200);
  });
});

describe('the openai package, stream', () => {
  it('gets the text token by token', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    const stream = await world.openai().chat.completions.create({ model: alias, messages, stream: true });
    const pieces: string[] = [];
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta.content;
      if (piece) pieces.push(piece);
    }
    expect(pieces).toEqual(['tok0', ' tok1', ' tok2', ' tok3', ' tok4']);
  });

  it('does not hold tokens back until the end', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 3, tokenDelayMs: 300 })]);
    const alias = await world.addAlias([upstream]);
    const stream = await world.openai().chat.completions.create({ model: alias, messages, stream: true });
    const times: number[] = [];
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) times.push(performance.now());
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(400);
  });

  it('gets no usage chunk it did not ask for, though SpiderGate asks for itself', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    const response = await world.post({ model: alias, messages, stream: true });
    const { chunks } = await readStream(response);
    expect(upstream.fake.chats()[0]?.body.stream_options).toMatchObject({ include_usage: true });
    expect(chunks.filter((chunk) => chunk.usage)).toEqual([]);
    expect(chunks.filter((chunk) => chunk.choices?.length === 0)).toEqual([]);
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row.usage).toMatchObject({ output: 5, estimated: false });
  });

  it('gets the usage chunk once when it asks', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    const response = await world.post({
      model: alias,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const { chunks } = await readStream(response);
    const withUsage = chunks.filter((chunk) => chunk.usage);
    expect(withUsage).toHaveLength(1);
    expect(withUsage[0]?.usage?.completion_tokens).toBe(5);
    expect(withUsage[0]?.choices).toEqual([]);
  });

  it.each([
    ['nobody asked for usage', {}],
    ['usage was asked for', { stream_options: { include_usage: true } }],
  ])('finds metadata and trace in the last chunk before [DONE] when %s', async (_, extra) => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    const path = '/v1/chat/completions?include_route_trace=true';
    const { chunks, done } = await readStream(
      await world.post({ model: alias, messages, stream: true, ...extra }, { path }),
    );
    expect(done).toBe(true);
    expect(chunks.at(-1)?.spidergate_metadata).toMatchObject({
      provider: upstream.id,
      original_model: alias,
    });
    expect(chunks.at(-1)?.route_trace?.attempts).toHaveLength(1);
    expect(chunks.slice(0, -1).some((chunk) => chunk.spidergate_metadata)).toBe(false);
  });

  it('gets streamed tool calls that join to the whole', async () => {
    const upstream = await world.addUpstream();
    const second = { id: 'call_2', name: 'weather', arguments: '{"city":"Bonn"}' };
    upstream.fake.script('*', [answer({ toolCalls: [weatherCall, second] })]);
    const alias = await world.addAlias([upstream]);
    const runner = world.openai().chat.completions.stream({ model: alias, messages, tools });
    const completion = await runner.finalChatCompletion();
    const calls = completion.choices[0]?.message.tool_calls?.map((call) =>
      'function' in call ? call.function : null,
    );
    expect(calls).toMatchObject([{ arguments: '{"city":"Ulm"}' }, { arguments: '{"city":"Bonn"}' }]);
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('names the fallback in the headers, which come before the first byte', async () => {
    const [first, second] = [await world.addUpstream(), await world.addUpstream()];
    first.fake.script('*', [{ kind: 'plain', status: 404, body: '{}' }]);
    const alias = await world.addAlias([first, second]);
    const { data: stream, response } = await world
      .openai()
      .chat.completions.create({ model: alias, messages, stream: true })
      .withResponse();
    expect(response.headers.get('x-spidergate-fallback-from')).toBe(first.ref);
    expect(response.headers.get('x-request-id')).toBeTruthy();
    const metadata: NonNullable<Extras['spidergate_metadata']>[] = [];
    for await (const chunk of stream) {
      const { spidergate_metadata: found } = extrasOf(chunk);
      if (found) metadata.push(found);
    }
    expect(metadata).toMatchObject([{ provider: second.id, fallback_used: true }]);
  });
});

describe('a caller that goes away', () => {
  it('stops the provider within 100 ms, mid-stream, and the row says aborted', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 10_000, tokenDelayMs: 5 })]);
    const alias = await world.addAlias([upstream]);
    const { data: stream, response } = await world
      .openai()
      .chat.completions.create({ model: alias, messages, stream: true })
      .withResponse();
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    const left = performance.now();
    stream.controller.abort();
    await upstream.fake.until(([first]) => first?.aborted === true);
    expect((upstream.fake.requests[0]?.abortedAt ?? Number.POSITIVE_INFINITY) - left).toBeLessThan(100);
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row).toMatchObject({ status: 'aborted', provider: upstream.id });
    expect(row.usage?.output).toBeGreaterThan(0);
  });

  it('stops the provider before it has said anything, and calls no other', async () => {
    const [slow, other] = [await world.addUpstream(), await world.addUpstream()];
    slow.fake.script('*', [{ kind: 'silence' }]);
    const alias = await world.addAlias([slow, other]);
    const controller = new AbortController();
    const call = world.post({ model: alias, messages }, { signal: controller.signal });
    await slow.fake.until((requests) => requests.some((request) => request.method === 'POST'));
    const left = performance.now();
    controller.abort();
    await expect(call).rejects.toThrow();
    await slow.fake.until((requests) => requests.some((request) => request.aborted));
    expect((slow.fake.chats()[0]?.abortedAt ?? Number.POSITIVE_INFINITY) - left).toBeLessThan(100);
    expect(other.fake.chats()).toEqual([]);
  });
});
