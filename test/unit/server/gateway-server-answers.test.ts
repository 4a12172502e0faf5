import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFakeGateway, json, stream } from '../../support/fake-gateway';
import { chat, JSON_TYPE, send, start } from './gateway-server-fixtures';

describe('lists', () => {
  it('shows aliases and providers without keys or counts', async () => {
    const { port, services } = await start();
    services.keys.create({ provider_name: 'groq', api_key: 'gsk_abcdefghijklmnopqrstuvwxyz' });
    const providers = JSON.parse((await send(port, '/v1/providers')).text);
    expect(providers.data.find(({ id }: { id: string }) => id === 'groq')).toEqual({
      id: 'groq',
      name: 'Groq',
      enabled: true,
      configured: true,
      health: 'healthy',
    });
    const aliases = JSON.parse((await send(port, '/api/gate/v1/aliases')).text);
    expect(aliases.data.find(({ id }: { id: string }) => id === 'spideriq/coding')).toMatchObject({
      custom: false,
      models: expect.arrayContaining(['groq/openai/gpt-oss-120b']),
    });
    expect(JSON.parse((await send(port, '/v1/models?limit=5&free_only=true')).text).object).toBe('list');
  });
});

describe('a call', () => {
  it('reaches the gateway as it was meant', async () => {
    const gateway = createFakeGateway(() => json({ hello: 'ü' }, 402, { 'x-should-retry': 'false' }));
    const { port } = await start(gateway);
    const headers = { authorization: 'bearer  tok_1 ', 'x-session-id': 's1' };
    const sent = await chat(port, { model: 'm' }, headers, '?include_route_trace=true');
    expect(sent.status).toBe(402);
    expect(JSON.parse(sent.text)).toEqual({ hello: 'ü' });
    expect(sent.headers).toMatchObject({
      'x-should-retry': 'false',
      'content-type': 'application/json; charset=utf-8',
    });
    const [call] = gateway.calls;
    expect(call).toMatchObject({ credential: 'tok_1', body: { model: 'm' }, includeRouteTrace: true });
    expect(call?.headers['x-session-id']).toBe('s1');
    expect(sent.headers['x-request-id']).toBe(call?.requestId);
    expect(call?.headers).not.toHaveProperty('authorization');
  });

  it.each<[Record<string, string>, string | null]>([
    [{ authorization: 'Bearer a:b:c' }, 'a:b:c'],
    [{ 'x-api-key': 'k' }, 'k'],
    [{ authorization: 'Basic abc', 'x-api-key': 'k' }, 'k'],
    [{ authorization: 'Bearer ' }, null],
    [{ authorization: 'Basic abc' }, null],
    [{}, null],
  ])('reads the credential of %j as %j', async (headers, credential) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    await chat(port, {}, headers);
    expect(gateway.calls[0]?.credential).toBe(credential);
  });

  it('is aborted when the caller of a JSON answer goes away', async () => {
    let aborted: Promise<unknown> = Promise.resolve();
    const called = new Promise<void>((resolve) => {
      void start(
        createFakeGateway((call) => {
          aborted = new Promise<void>((heard) => call.signal.addEventListener('abort', heard));
          resolve();
          return new Promise(() => {});
        }),
      ).then(({ port }) => {
        const socket = connect(port, '127.0.0.1');
        socket.write(
          `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
        );
        void called.then(() => socket.destroy());
      });
    });
    await called;
    await aborted;
  });

  it('is not aborted by its own end', async () => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    await chat(port);
    await sleep(20);
    expect(gateway.calls[0]?.signal.aborted).toBe(false);
  });
});

describe('a stream', () => {
  it('arrives frame by frame, with its headers', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* frames() {
      yield 'data: one\n\n';
      await gate;
      yield 'data: [DONE]\n\n';
    }
    const { port } = await start(createFakeGateway(() => stream(frames())));
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-spidergate-fallback-from': 'groq/m',
      'x-request-id': expect.stringMatching(/^req_/),
    });
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) {
      pieces.push(Buffer.from(piece).toString());
      release();
    }
    expect(pieces).toEqual(['data: one\n\n', 'data: [DONE]\n\n']);
  });

  it('sends its headers before the first frame, when that is late', async () => {
    async function* frames() {
      await sleep(150);
      yield 'data: late\n\n';
    }
    const { port } = await start(createFakeGateway(() => stream(frames())));
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    expect(performance.now() - started).toBeLessThan(120);
    expect(await response.text()).toBe('data: late\n\n');
  });

  it('never ends cleanly when its frames break', async () => {
    async function* frames() {
      yield 'data: one\n\n';
      await sleep(10);
      throw new Error('broken');
    }
    const { port } = await start(createFakeGateway(() => stream(frames())));
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    await expect(response.text()).rejects.toThrow();
  });

  it('stops its source when the caller goes away', async () => {
    let ended: () => void = () => {};
    const sourceEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    async function* frames() {
      try {
        for (;;) {
          yield 'data: more\n\n';
          await sleep(5);
        }
      } finally {
        ended();
      }
    }
    const gateway = createFakeGateway(() => stream(frames()));
    const { port } = await start(gateway);
    const aborter = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
      signal: aborter.signal,
    });
    await response.body?.getReader().read();
    aborter.abort();
    await sourceEnded;
    expect(gateway.calls[0]?.signal.aborted).toBe(true);
  });

  it('waits for a slow reader instead of filling memory, and loses nothing', async () => {
    const total = 400;
    const frame = `data: ${'x'.repeat(64 * 1024)}\n\n`;
    let produced = 0;
    async function* frames() {
      for (; produced < total; produced++) yield frame;
    }
    const { port } = await start(createFakeGateway(() => stream(frames())));
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`,
    );
    await sleep(300);
    const producedUnread = produced;
    expect(producedUnread).toBeLessThan(200);
    await sleep(100);
    expect(produced).toBe(producedUnread);
    let received = 0;
    socket.on('data', (data) => {
      received += data.length;
    });
    await once(socket, 'close');
    expect(received).toBeGreaterThan(total * frame.length);
  });

  it('is cut when the server closes, after a moment of grace', async () => {
    async function* frames() {
      for (;;) {
        yield 'data: more\n\n';
        await sleep(20);
      }
    }
    const server = await start(createFakeGateway(() => stream(frames())));
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{}',
    });
    const reading = expect(response.text()).rejects.toThrow();
    const started = performance.now();
    await server.close();
    await reading;
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
