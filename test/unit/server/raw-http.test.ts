import { describe, expect, it } from 'vitest';
import { AMBIGUOUS_REQUESTS, CHUNKED_EMPTY, postRaw, sendRaw } from '../../support/ambiguous-requests';
import { createFakeGateway } from '../../support/fake-gateway';
import { start } from './gateway-server-fixtures';

describe('requests that could be read in two ways', () => {
  it.each(AMBIGUOUS_REQUESTS)('%s: refused, and the connection ends', async (_, lines, body) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    const answer = await sendRaw(port, postRaw(port, lines, body));
    expect(answer.match(/HTTP\/1\.1 (\d+)/g)).toEqual(['HTTP/1.1 400']);
    expect(answer).toMatch(/connection: close/i);
    expect(gateway.calls).toEqual([]);
  });

  it('a good one in the same form is answered', async () => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    const lines = ['transfer-encoding: chunked', 'connection: close'];
    expect(await sendRaw(port, postRaw(port, lines, CHUNKED_EMPTY))).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.calls).toHaveLength(1);
  });
});

describe('what is no ordinary request', () => {
  it('an upgrade to WebSocket gets no further than any request', async () => {
    const { port } = await start();
    const upgrade = (path: string, more: string) =>
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;
    const foreign = 'origin: https://evil.example\r\n';
    for (const path of ['/v1/models', '/nowhere', '/v1/chat/completions']) {
      expect(await sendRaw(port, upgrade(path, foreign))).toMatch(/^HTTP\/1\.1 403 .*origin_not_allowed/s);
      expect(await sendRaw(port, upgrade(path, ''))).not.toMatch(/^HTTP\/1\.1 101/);
    }
  });

  it('CONNECT is refused: no tunnel through here', async () => {
    const { port } = await start();
    const answer = await sendRaw(
      port,
      `CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\nSSH-2.0`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405 .*x-request-id: req_.*method_not_allowed/s);
  });

  it('a whole address as the target does not replace the Host header', async () => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    const evil = `GET http://127.0.0.1:${port}/v1/models HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`;
    expect(await sendRaw(port, evil)).toMatch(/^HTTP\/1\.1 403 .*host_not_allowed/s);
    const foreign = `GET http://evil.example/v1/models HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`;
    expect(await sendRaw(port, foreign)).toMatch(/^HTTP\/1\.1 (404|400|200) /);
  });

  it.each([
    ['Expect', 'POST', '/v1/chat/completions', 'expect: 100-continue\r\ncontent-length: 2\r\n'],
    ['another Expect', 'POST', '/v1/chat/completions', 'expect: magic\r\ncontent-length: 2\r\n'],
    ['OPTIONS *', 'OPTIONS', '*', ''],
    ['TRACE', 'TRACE', '/v1/models', ''],
    ['an unknown path', 'DELETE', '/nowhere', ''],
    ['a body over the limit', 'POST', '/v1/chat/completions', 'content-length: 99999999\r\n'],
  ])('%s from a page is refused by its origin', async (_, method, path, more) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    for (const host of [`127.0.0.1:${port}`, 'evil.example']) {
      const answer = await sendRaw(
        port,
        `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\ncontent-type: application/json\r\norigin: https://evil.example\r\n${more}\r\n`,
      );
      expect(answer).toContain('HTTP/1.1 403 ');
      expect(answer).toMatch(/(host|origin)_not_allowed/);
      expect(answer).not.toMatch(/access-control/i);
    }
    expect(gateway.calls).toEqual([]);
  });

  it('a second Origin does not make a first one good', async () => {
    const { port, services } = await start();
    services.origins.put({ origin: 'http://localhost:3000', allowed: true });
    const head = `GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n`;
    const both = `${head}origin: http://localhost:3000\r\norigin: https://evil.example\r\n\r\n`;
    expect(await sendRaw(port, both)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('limits of the head', () => {
  it('100 headers and no more: one that was cut off could be the Origin', async () => {
    const { port } = await start();
    const head = (count: number, last = '') =>
      `GET /v1/health HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n${'a: b\r\n'.repeat(count - 2)}${last}\r\n`;
    expect(await sendRaw(port, head(100))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendRaw(port, head(101))).toMatch(/^HTTP\/1\.1 431 .*connection: close/is);
    expect(await sendRaw(port, head(2500, 'origin: https://evil.example\r\n'))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('16 KiB and no more', async () => {
    const { port } = await start();
    const head = (bytes: number) =>
      `GET /v1/health HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\nx: ${'y'.repeat(bytes)}\r\n\r\n`;
    expect(await sendRaw(port, head(15_000))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendRaw(port, head(17_000))).toMatch(/^HTTP\/1\.1 431 .*x-request-id: req_/s);
    const path = `GET /v1/health?x=${'y'.repeat(17_000)} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
    expect(await sendRaw(port, path)).toMatch(/^HTTP\/1\.1 431 /);
  });
});
