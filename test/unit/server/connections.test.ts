import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeGateway, json, silentLog, stream } from '../../support/fake-gateway';
import { send, start } from './gateway-server-fixtures';

function open(port: number): Socket & { received(): string } {
  let text = '';
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (data) => {
    text += data.toString('latin1');
  });
  return Object.assign(socket, { received: () => text });
}

const get = (port: number) => `GET /v1/health HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
const post = (port: number, more: string) =>
  `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n${more}`;

describe('slow callers', () => {
  const SHORT = { headersMs: 200, requestMs: 600, sweepMs: 50 };

  it.each<[string, (port: number) => string]>([
    ['nothing at all', () => ''],
    ['half a head', (port) => `GET /v1/health HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx: `],
    ['half a body', (port) => post(port, 'content-length: 20\r\n\r\n{"model"')],
    ['chunks without an end', (port) => post(port, 'transfer-encoding: chunked\r\n\r\n1\r\n{\r\n')],
  ])('%s: 408, and the connection ends', async (_, bytes) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway, silentLog, SHORT);
    const socket = open(port);
    socket.write(bytes(port));
    // One byte now and then does not help.
    const drip = setInterval(() => bytes(port) !== '' && socket.write('1'), 100);
    await once(socket, 'close');
    clearInterval(drip);
    expect(socket.received()).toMatch(/^HTTP\/1\.1 408 .*connection: close.*invalid_request_error/is);
    expect(gateway.calls).toEqual([]);
  });

  it('an answer may take longer than a request', async () => {
    const gateway = createFakeGateway(async () => {
      await sleep(900);
      return json({ late: true });
    });
    const { port } = await start(gateway, silentLog, SHORT);
    const sent = await send(port, '/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(sent.status).toBe(200);
  });

  it('one who reads nothing is cut off, and the source of the answer is let go', async () => {
    let isReleased = false;
    async function* frames() {
      try {
        for (;;) yield `data: ${'x'.repeat(64 * 1024)}\n\n`;
      } finally {
        isReleased = true;
      }
    }
    const { port } = await start(
      createFakeGateway(() => stream(frames())),
      silentLog,
      {
        unreadMs: 300,
        sweepMs: 50,
      },
    );
    const socket = open(port);
    socket.pause();
    socket.write(post(port, 'content-length: 2\r\n\r\n{}'));
    await expect.poll(() => isReleased, { timeout: 3000 }).toBe(true);
  });

  it('one who reads a little now and then is not', async () => {
    const total = 60;
    async function* frames() {
      for (let i = 0; i < total; i++) yield `data: ${'x'.repeat(256 * 1024)}\n\n`;
    }
    const { port } = await start(
      createFakeGateway(() => stream(frames())),
      silentLog,
      {
        unreadMs: 1000,
        sweepMs: 50,
      },
    );
    const socket = open(port);
    let bytes = 0;
    socket.removeAllListeners('data');
    socket.on('data', (data) => {
      bytes += data.length;
      socket.pause();
      setTimeout(() => socket.resume(), 3);
    });
    socket.write(post(port, 'connection: close\r\ncontent-length: 2\r\n\r\n{}'));
    await once(socket, 'close');
    expect(bytes).toBeGreaterThan(total * 256 * 1024);
  });
});

describe('too many connections', () => {
  const FEW = { maxConnections: 8 };

  it('the one over the limit is told so, and served once another is gone', async () => {
    const hung = createFakeGateway(() => new Promise(() => {}));
    const { port } = await start(hung, silentLog, FEW);
    const busy = Array.from({ length: 8 }, () => open(port));
    for (const socket of busy) socket.write(post(port, 'content-length: 2\r\n\r\n{}'));
    await expect.poll(() => hung.calls.length).toBe(8);
    const late = open(port);
    late.write(get(port));
    await once(late, 'close');
    expect(late.received()).toMatch(
      /^HTTP\/1\.1 503 .*connection: close.*retry-after: 1.*"code":"service_unavailable"/is,
    );
    busy[0]?.destroy();
    await sleep(50);
    expect((await send(port, '/v1/health')).status).toBe(200);
  });

  it('those that wait idle make room', async () => {
    const { port } = await start(createFakeGateway(), silentLog, FEW);
    const idle = Array.from({ length: 8 }, () => open(port));
    for (const socket of idle) socket.write(get(port));
    await expect.poll(() => idle.every((socket) => socket.received().includes('200 OK'))).toBe(true);
    expect((await send(port, '/v1/health')).status).toBe(200);
  });

  it('a flood is bounded', async () => {
    const hung = createFakeGateway(() => new Promise(() => {}));
    const { port } = await start(hung, silentLog, FEW);
    const flood = Array.from({ length: 300 }, () => open(port));
    for (const socket of flood) socket.write(post(port, 'content-length: 2\r\n\r\n{}'));
    await sleep(500);
    expect(hung.calls).toHaveLength(8);
    expect(flood.filter((socket) => !socket.closed)).toHaveLength(8);
  });

  it('1,024 are served', async () => {
    const hung = createFakeGateway(() => new Promise(() => {}));
    const { port } = await start(hung);
    const busy = Array.from({ length: 1024 }, () => open(port));
    for (const socket of busy) socket.write(post(port, 'content-length: 2\r\n\r\n{}'));
    await expect.poll(() => hung.calls.length, { timeout: 8000 }).toBe(1024);
    expect((await send(port, '/v1/health')).status).toBe(503);
  });
});
