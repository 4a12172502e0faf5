import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../src/main/gateway/ports';
import {
  addProvider,
  answer,
  completion,
  createGatewayWorld,
  makeAlias,
  makeCall,
  readFrames,
  toBytes,
} from '../../support/gateway-world';

const chunk = (delta: object, finish: string | null = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const sse = (...texts: string[]) => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: toBytes(...texts),
});

function twoProviders(first: Parameters<typeof addProvider>[2]) {
  const world = createGatewayWorld({ aliases: [makeAlias('my/review', 'one/m1', 'two/m2')] });
  addProvider(world, 'one', first);
  addProvider(world, 'two', () => answer(completion('from two', 'm2')));
  return world;
}

describe('a JSON request through an alias', () => {
  it('is served by the first slot, with metadata and without a fallback mark', async () => {
    const world = twoProviders(() => answer(completion('from one', 'm1')));
    const reply = await world.gateway.call(makeCall({ model: 'my/review' }));
    expect(reply).toMatchObject({
      kind: 'json',
      status: 200,
      headers: {},
      body: {
        model: 'm1',
        choices: [{ message: { content: 'from one' } }],
        spidergate_metadata: {
          provider: 'one',
          provider_model: 'm1',
          original_model: 'my/review',
          fallback_used: false,
        },
      },
    });
    expect(reply.kind === 'json' && reply.body).not.toHaveProperty('route_trace');
  });

  it.each([
    ['500', () => answer({ error: { message: 'boom' } }, 500), 'server_error', 2],
    [
      '429',
      () => answer({ error: { message: 'slow down' } }, 429, { 'retry-after': '30' }),
      'rate_limited',
      1,
    ],
    ['401', () => answer({ error: { message: 'bad key' } }, 401), 'unauthorized', 1],
    ['404', () => answer({ error: { message: 'no such model' } }, 404), 'model_gone', 1],
    [
      'HTML with 200',
      () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: toBytes('<html>') }),
      'not_an_answer',
      1,
    ],
    ['an error object with 200', () => answer({ error: { message: 'x', code: 503 } }), 'server_error', 2],
    ['an empty body', () => ({ status: 200, headers: {}, body: toBytes('') }), 'not_an_answer', 1],
    [
      'a refused connection',
      () => {
        throw new TransportError('refused', 'refused');
      },
      'connection_failed',
      2,
    ],
  ])('goes on after %s', async (_, respond, outcome, attempts) => {
    const world = twoProviders(respond);
    const call = makeCall({ model: 'my/review' }, { includeRouteTrace: true });
    const reply = await world.gateway.call(call);
    expect(reply).toMatchObject({
      status: 200,
      headers: { 'x-spidergate-fallback-from': 'one/m1' },
      body: {
        model: 'm2',
        spidergate_metadata: { fallback_used: true },
        route_trace: {
          served: { provider: 'two' },
          attempts: expect.arrayContaining([expect.objectContaining({ provider: 'one', outcome })]),
        },
      },
    });
    expect(world.state.rows.get(call.requestId)?.end).toMatchObject({
      status: 'ok',
      provider: 'two',
      fallbackFrom: 'one/m1',
      attemptCount: attempts + 1,
      usage: { input: 3, output: 5, estimated: false },
    });
  });

  it("stops at the caller's own mistake and passes the provider's reason on", async () => {
    const world = twoProviders(() =>
      answer({ error: { message: 'temperature must be below 2', param: 'temperature' } }, 400),
    );
    const reply = await world.gateway.call(makeCall({ model: 'my/review', temperature: 9 }));
    expect(reply).toMatchObject({
      status: 400,
      body: {
        error: {
          code: 'invalid_request_error',
          message: 'temperature must be below 2',
          param: 'temperature',
        },
      },
    });
    expect(world.state.sent).toHaveLength(1);
  });

  it('does not route round a content filter', async () => {
    const world = twoProviders(() =>
      answer({ error: { message: 'flagged by content filter', code: 'content_filter' } }, 400),
    );
    const reply = await world.gateway.call(makeCall({ model: 'my/review' }));
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'content_policy_violation' } } });
    expect(world.state.sent).toHaveLength(1);
  });

  it('tries a pinned model nowhere else', async () => {
    const world = twoProviders(() => answer({ error: { message: 'boom' } }, 503));
    const reply = await world.gateway.call(makeCall({ model: 'one/m1' }));
    expect(reply).toMatchObject({ status: 502, body: { error: { code: 'upstream_failed' } } });
    expect(world.state.sent.every((request) => request.url.startsWith('http://one.test/'))).toBe(true);
  });

  it('waits no longer than it was told when every place is out of quota', async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/review', 'one/m1')] });
    addProvider(world, 'one', () => answer({ error: { message: 'limit' } }, 429, { 'retry-after': '90' }));
    const first = await world.gateway.call(makeCall({ model: 'my/review' }));
    expect(first).toMatchObject({
      status: 429,
      headers: { 'retry-after': '90', 'x-should-retry': 'false' },
      body: { error: { code: 'model_cooldown' } },
    });
    world.clock.advance(60_000);
    const second = await world.gateway.call(makeCall({ model: 'my/review' }));
    expect(second).toMatchObject({
      status: 429,
      headers: { 'retry-after': '30', 'retry-after-ms': '30000' },
    });
    expect(world.state.sent).toHaveLength(1);
  });

  it('uses brand keys before pool keys, and the pool key when the brand key is refused', async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/review', 'one/m1')] });
    const seen: (string | undefined)[] = [];
    addProvider(
      world,
      'one',
      (request) => {
        seen.push(request.headers.authorization);
        return seen.length === 1 ? answer({ error: {} }, 401) : answer(completion('ok'));
      },
      [
        { id: 'pool' },
        { id: 'brand', workspaceId: 'ws_1', shareWithPool: false },
        { id: 'other', workspaceId: 'ws_2', shareWithPool: false },
      ],
    );
    const reply = await world.gateway.call(makeCall({ model: 'my/review' }, { includeRouteTrace: true }));
    expect(seen).toEqual(['Bearer secret-of-brand', 'Bearer secret-of-pool']);
    expect(reply).toMatchObject({ status: 200, body: { route_trace: { served: { key_scope: 'pool' } } } });
  });
});

describe('a stream through an alias', () => {
  it('passes chunks on, drops the unasked usage chunk and puts the metadata into the last chunk', async () => {
    const world = twoProviders(() =>
      sse(
        chunk({ role: 'assistant', content: 'a' }),
        chunk({ content: 'b' }),
        chunk({}, 'stop'),
        'data: {"choices":[],"usage":{"prompt_tokens":2,"completion_tokens":4}}\n\n',
        'data: [DONE]\n\n',
      ),
    );
    const call = makeCall({ model: 'my/review', stream: true });
    const text = await readFrames(await world.gateway.call(call));
    const events = text.trim().split('\n\n');
    expect(events.at(-1)).toBe('data: [DONE]');
    const last = JSON.parse(events.at(-2)?.slice(6) ?? '');
    expect(last.choices[0].finish_reason).toBe('stop');
    expect(last.spidergate_metadata).toMatchObject({ provider: 'one', request_id: call.requestId });
    expect(text).not.toContain('prompt_tokens');
    expect(world.state.rows.get(call.requestId)?.end?.usage).toMatchObject({
      input: 2,
      output: 4,
      estimated: false,
    });
  });

  it('keeps a failure before the first content invisible', async () => {
    const world = twoProviders(() =>
      sse(chunk({ role: 'assistant' }), 'data: {"error":{"message":"overloaded","code":529}}\n\n'),
    );
    world.state.responders.set('two.test', () => sse(chunk({ content: 'two' }, 'stop'), 'data: [DONE]\n\n'));
    const reply = await world.gateway.call(makeCall({ model: 'my/review', stream: true }));
    expect(reply).toMatchObject({ kind: 'stream', headers: { 'x-spidergate-fallback-from': 'one/m1' } });
    const text = await readFrames(reply);
    expect(text).toContain('"two"');
    expect(text).not.toContain('overloaded');
  });

  it('ends a cut answer in an error frame, without [DONE]', async () => {
    const world = twoProviders(() => sse(chunk({ content: 'half' })));
    const call = makeCall({ model: 'my/review', stream: true });
    const text = await readFrames(await world.gateway.call(call));
    expect(text).toContain('half');
    expect(text).toContain('"code":"stream_interrupted"');
    expect(text).not.toContain('[DONE]');
    expect(world.state.rows.get(call.requestId)?.end).toMatchObject({
      status: 'error',
      errorCode: 'stream_interrupted',
    });
  });

  it('starts over at the next place when the answer must be complete', async () => {
    const world = twoProviders(() => sse(chunk({ content: 'half' })));
    world.state.responders.set('two.test', () => sse(chunk({ content: 'whole' }), chunk({}, 'stop')));
    const text = await readFrames(
      await world.gateway.call(
        makeCall({ model: 'my/review', stream: true, spidergate_options: { stream_safety: 'complete' } }),
      ),
    );
    expect(text).not.toContain('half');
    expect(text).toContain('whole');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('is booked as aborted when the caller leaves', async () => {
    const world = twoProviders(() =>
      sse(chunk({ content: 'a' }), chunk({ content: 'b' }), chunk({}, 'stop')),
    );
    const call = makeCall({ model: 'my/review', stream: true });
    const reply = await world.gateway.call(call);
    if (reply.kind !== 'stream') throw new Error('not a stream');
    const frames = reply.frames[Symbol.asyncIterator]();
    await frames.next();
    await frames.return?.(undefined);
    expect(world.state.rows.get(call.requestId)?.end).toMatchObject({ status: 'aborted', provider: 'one' });
  });
});

describe('with no key at all', () => {
  it('answers built-in aliases as the demo', async () => {
    const world = createGatewayWorld();
    const reply = await world.gateway.call(makeCall({ model: 'spideriq/coding' }));
    expect(reply).toMatchObject({
      status: 200,
      headers: {},
      body: { spidergate_metadata: { provider: 'spidergate', cost_usd: 0 } },
    });
  });

  it('prefers a local server that runs', async () => {
    const world = createGatewayWorld();
    world.state.local.set('ollama', ['nomic-embed-text', 'llama3.2']);
    world.state.responders.set('127.0.0.1', () => answer(completion('local', 'llama3.2')));
    const reply = await world.gateway.call(makeCall({ model: 'spideriq/coding' }));
    expect(reply).toMatchObject({
      status: 200,
      body: { spidergate_metadata: { provider: 'ollama', provider_model: 'llama3.2', cost_usd: 0 } },
    });
  });

  it("names the page for a key when a user's alias has none", async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/review', 'groq/openai/gpt-oss-120b')] });
    const reply = await world.gateway.call(makeCall({ model: 'my/review' }));
    expect(reply).toMatchObject({
      status: 503,
      body: { error: { code: 'no_provider_key', message: expect.stringContaining('console.groq.com') } },
    });
  });

  it('says which provider a pinned model lacks a key for', async () => {
    const world = createGatewayWorld();
    const reply = await world.gateway.call(makeCall({ model: 'mistral/mistral-small-latest' }));
    expect(reply).toMatchObject({ status: 503, body: { error: { code: 'no_mistral_key' } } });
  });
});
