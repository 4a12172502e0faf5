import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../support/raw-server';
import { CHUNKED_HEAD, chunked, failureOf, readAll, request, server, transport } from './transport-fixtures';

describe('failures before the response', () => {
  it('calls a closed port refused', async () => {
    const gone = await startRawServer(() => {});
    await gone.close();
    expect((await failureOf(transport().send(request(gone.origin)))).kind).toBe('refused');
  });

  it('calls a connection that dies without a byte a reset, and tries nothing by itself', async () => {
    const upstream = await server((socket) => socket.resetAndDestroy());
    expect((await failureOf(transport().send(request(upstream.origin)))).kind).toBe('reset');
    expect(upstream.accepted()).toBe(1);
  });

  it('calls an unknown name dns', async () => {
    const failure = await failureOf(transport().send(request('http://nobody.invalid/v1')));
    expect(failure.kind).toBe('dns');
  });

  it('calls plain HTTP behind https tls', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const failure = await failureOf(transport().send(request(`https://127.0.0.1:${port}`)));
    plain.close();
    expect(failure.kind).toBe('tls');
  });

  it('calls bytes that are not HTTP protocol', async () => {
    const upstream = await server((socket) => socket.end('220 smtp ready\r\n'));
    expect((await failureOf(transport().send(request(upstream.origin)))).kind).toBe('protocol');
  });

  it('gives up on headers at the stated time, not half a second later', async () => {
    const upstream = await server(() => {});
    const started = performance.now();
    const failure = await failureOf(transport().send(request(upstream.origin, { headersTimeoutMs: 120 })));
    expect(failure.kind).toBe('headers_timeout');
    expect(performance.now() - started).toBeLessThan(400);
  });

  it('ends within milliseconds when the caller goes away, and lets go of the upstream', async () => {
    const aborter = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const upstream = await server((socket) => {
      closed = once(socket, 'close');
      aborter.abort();
    });
    const failure = await failureOf(transport().send(request(upstream.origin, { signal: aborter.signal })));
    expect(failure.kind).toBe('aborted');
    await closed;
  });

  it('sends nothing for a request that was given up before it began', async () => {
    const upstream = await server(() => {});
    const failure = await failureOf(
      transport().send(request(upstream.origin, { signal: AbortSignal.abort() })),
    );
    expect(failure.kind).toBe('aborted');
    expect(upstream.accepted()).toBe(0);
  });

  it.each(['ftp://example.com/', 'not an address', ''])('refuses the address %j', async (url) => {
    expect((await failureOf(transport().send(request(url)))).kind).toBe('protocol');
  });

  it('keeps headers and answers out of its messages', async () => {
    const upstream = await server((socket) => socket.end('HTTP/9.9 sk-upstream-words\r\n\r\n'));
    const sent = request(upstream.origin, { headers: { authorization: 'Bearer sk-very-secret\nx' } });
    for (const failing of [request(upstream.origin), sent]) {
      const failure = await failureOf(transport().send(failing));
      expect(`${failure.message}${failure.stack}`).not.toMatch(/sk-/);
    }
  });
});

describe('a body that is cut', () => {
  it.each([
    ['chunked, keep-alive', CHUNKED_HEAD + chunked('part')],
    ['chunked, close', CHUNKED_HEAD.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n') + chunked('part')],
    ['inside a chunk', `${CHUNKED_HEAD}ff\r\npart`],
    ['content-length, keep-alive', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\npart'],
    ['content-length, close', 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 10\r\n\r\npart'],
  ])('%s: what came is handed out, then reset is thrown', async (_name, bytes) => {
    const upstream = await server((socket) => socket.end(bytes));
    const response = await transport().send(request(upstream.origin));
    const seen: string[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const chunk of response.body) seen.push(Buffer.from(chunk).toString());
      })(),
    );
    expect(failure.kind).toBe('reset');
    expect(seen.join('')).toBe('part');
  });

  it('a reset in the middle is a reset', async () => {
    const upstream = await server((socket) => {
      socket.write(CHUNKED_HEAD + chunked('part'), () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    const response = await transport().send(request(upstream.origin));
    expect((await failureOf(readAll(response))).kind).toBe('reset');
  });

  it('silence is idle_timeout, at the stated time', async () => {
    const upstream = await server((socket) => socket.write(CHUNKED_HEAD + chunked('part')));
    const response = await transport().send(request(upstream.origin, { idleTimeoutMs: 100 }));
    const started = performance.now();
    expect((await failureOf(readAll(response))).kind).toBe('idle_timeout');
    expect(performance.now() - started).toBeLessThan(400);
  });

  it('a slow but steady upstream is not silent', async () => {
    const upstream = await server(async (socket) => {
      socket.write(CHUNKED_HEAD);
      for (const letter of 'abcdef') {
        await sleep(60);
        socket.write(chunked(letter));
      }
      socket.write('0\r\n\r\n');
    });
    const response = await transport().send(request(upstream.origin, { idleTimeoutMs: 150 }));
    expect((await readAll(response)).toString()).toBe('abcdef');
  });

  it('an abort in the middle throws aborted and closes the upstream', async () => {
    const aborter = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const upstream = await server((socket) => {
      closed = once(socket, 'close');
      socket.write(CHUNKED_HEAD + chunked('part'));
    });
    const response = await transport().send(request(upstream.origin, { signal: aborter.signal }));
    const reading = failureOf(readAll(response));
    await sleep(20);
    aborter.abort();
    expect((await reading).kind).toBe('aborted');
    await closed;
  });

  it('leaving the loop early closes the upstream', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const upstream = await server((socket) => {
      closed = once(socket, 'close');
      socket.write(CHUNKED_HEAD + chunked('part'));
    });
    const response = await transport().send(request(upstream.origin));
    for await (const _ of response.body) break;
    await closed;
  });
});
