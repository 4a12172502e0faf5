import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CHUNKED_HEAD, chunked, failureOf, readAll, request, server, transport } from './transport-fixtures';

describe('what arrives', () => {
  it('survives being split at every byte', async () => {
    const bytes = Buffer.from(
      `${CHUNKED_HEAD}${chunked('data: héllo\n\n')}${chunked('data: 🕷\n\n')}0\r\n\r\n`,
    );
    const upstream = await server(async (socket) => {
      socket.setNoDelay(true);
      for (const byte of bytes) {
        socket.write(Uint8Array.of(byte));
        await new Promise(setImmediate);
      }
    });
    const response = await transport().send(request(upstream.origin));
    expect((await readAll(response)).toString()).toBe('data: héllo\n\ndata: 🕷\n\n');
  });

  it('skips 1xx answers and joins repeated headers', async () => {
    const upstream = await server((socket) =>
      socket.write(
        'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 429 Slow down\r\nX-Limit: 1\r\nx-limit: 2\r\ncontent-length: 2\r\n\r\n{}',
      ),
    );
    const response = await transport().send(request(upstream.origin));
    expect(response.status).toBe(429);
    expect(response.headers['x-limit']).toBe('1, 2');
    expect(response.headers.link).toBeUndefined();
    expect((await readAll(response)).toString()).toBe('{}');
  });

  const text = 'data: {"a":1}\n\n'.repeat(500);
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
  ])('decodes %s', async (encoding, body) => {
    const upstream = await server((socket) => {
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`,
      );
      socket.write(body);
    });
    const response = await transport().send(request(upstream.origin));
    expect((await readAll(response)).toString()).toBe(text);
    if (encoding !== 'identity') expect(response.headers['content-length']).toBeUndefined();
  });

  it('hands out compressed events as they are flushed, not at the end', async () => {
    const zip = createGzip();
    const upstream = await server((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n');
      zip.on('data', (data: Buffer) => {
        socket.write(`${data.length.toString(16)}\r\n`);
        socket.write(data);
        socket.write('\r\n');
      });
      zip.write('data: one\n\n');
      zip.flush(constants.Z_SYNC_FLUSH);
    });
    const response = await transport().send(request(upstream.origin));
    const first = await response.body[Symbol.asyncIterator]().next();
    expect(Buffer.from(first.value ?? []).toString()).toBe('data: one\n\n');
  });

  it('calls compressed rubbish and cut compression protocol', async () => {
    const cut = gzipSync(text).subarray(0, 40);
    for (const body of [Buffer.from('this is not gzip at all'), cut]) {
      const upstream = await server((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`);
        socket.write(body);
      });
      const response = await transport().send(request(upstream.origin));
      expect((await failureOf(readAll(response))).kind).toBe('protocol');
    }
  });

  it('reads a body that ends with the connection', async () => {
    const upstream = await server((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall of it'),
    );
    const response = await transport().send(request(upstream.origin));
    expect((await readAll(response)).toString()).toBe('all of it');
  });
});

describe('a reader that is slow', () => {
  const block = 'x'.repeat(64 * 1024);

  it('slows the upstream down instead of filling memory, and still gets everything', async () => {
    const total = 400;
    let sent = 0;
    const upstream = await server(async (socket) => {
      socket.write(CHUNKED_HEAD);
      for (; sent < total && socket.writable; sent++) {
        if (!socket.write(chunked(block))) await once(socket, 'drain').catch(() => {});
      }
      socket.write('0\r\n\r\n');
    });
    const response = await transport().send(request(upstream.origin, { idleTimeoutMs: 100 }));
    await sleep(300);
    const sentUnread = sent;
    expect(sentUnread).toBeLessThan(200);
    await sleep(100);
    expect(sent).toBe(sentUnread);
    expect((await readAll(response)).length).toBe(total * block.length);
  });

  it.each(['', 'connection: close\r\n'])('survives a reset while it is paused (%j)', async (header) => {
    const upstream = await server(async (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${header}transfer-encoding: chunked\r\n\r\n`);
      for (let index = 0; index < 200; index++) socket.write(chunked(block));
      await sleep(150);
      socket.resetAndDestroy();
    });
    const response = await transport().send(request(upstream.origin));
    await sleep(300);
    expect((await failureOf(readAll(response))).kind).toBe('reset');
  });
});
