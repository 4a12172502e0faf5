import { describe, expect, it } from 'vitest';
import { startGatewayServer } from '../../../src/main/server/gateway-server';
import { sendRaw } from '../../support/ambiguous-requests';
import { createFakeGateway, silentLog } from '../../support/fake-gateway';
import { chat, errorOf, JSON_TYPE, send, start } from './gateway-server-fixtures';

describe('who may speak to it', () => {
  const PATHS: readonly (readonly [string, string])[] = [
    ['POST', '/v1/chat/completions'],
    ['POST', '/api/gate/v1/chat/completions'],
    ['GET', '/v1/models'],
    ['GET', '/v1/models/groq/x'],
    ['GET', '/v1/aliases'],
    ['GET', '/v1/providers'],
    ['GET', '/v1/health'],
    ['GET', '/nowhere'],
    ['DELETE', '/v1/health'],
    ['OPTIONS', '/v1/chat/completions'],
    ['GET', '/v1/%zz'],
    ['HEAD', '/v1/health'],
  ];

  it.each(PATHS)('%s %s: only our own names as Host, and no page in a browser', async (method, path) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    const refused: readonly (readonly [Record<string, string>, string])[] = [
      [{ host: 'evil.example' }, 'host_not_allowed'],
      [{ host: `evil.example:${port}` }, 'host_not_allowed'],
      [{ host: '127.0.0.1' }, 'host_not_allowed'],
      [{ host: `127.0.0.1:${port + 1}` }, 'host_not_allowed'],
      [{ host: `localhost.evil.example:${port}` }, 'host_not_allowed'],
      [{ host: `localhost:${port}`, origin: 'https://evil.example' }, 'origin_not_allowed'],
      [{ host: `localhost:${port}`, origin: 'null' }, 'origin_not_allowed'],
      [{ host: `localhost:${port}`, origin: `http://localhost:${port}` }, 'origin_not_allowed'],
    ];
    for (const [headers, code] of refused) {
      const sent = await send(port, path, { method, headers: { ...JSON_TYPE, ...headers } });
      expect(sent.status).toBe(403);
      if (method !== 'HEAD') expect(errorOf(sent).code).toBe(code);
      expect(sent.headers['x-request-id']).toMatch(/^req_/);
      expect(Object.keys(sent.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(gateway.calls).toEqual([]);
  });

  it('answers to each of its own names, in any case', async () => {
    const { port } = await start();
    for (const name of ['localhost', '127.0.0.1', '[::1]', 'LocalHost']) {
      expect((await send(port, '/v1/health', { headers: { host: `${name}:${port}` } })).status).toBe(200);
    }
  });

  it('refuses a request without Host', async () => {
    const { port } = await start();
    expect(await sendRaw(port, 'GET /v1/health HTTP/1.1\r\n\r\n')).toMatch(
      /^HTTP\/1.1 403 .*host_not_allowed/s,
    );
    expect(await sendRaw(port, 'GET /v1/health HTTP/1.0\r\n\r\n')).toContain(' 403 ');
  });

  it('answers broken HTTP in the same shape', async () => {
    const { port } = await start();
    const answer = await sendRaw(port, 'rubbish\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 .*x-request-id: req_.*"code":"invalid_request_error"/s);
    const large = `GET /v1/health HTTP/1.1\r\nhost: localhost:${port}\r\nx: ${'a'.repeat(40_000)}\r\n\r\n`;
    expect(await sendRaw(port, large)).toContain(' 431 ');
  });
});

describe('errors around the routes', () => {
  it.each([
    ['GET', '/v1/nowhere', {}, '', 404, 'not_found'],
    ['POST', '/v1/nowhere', { 'content-type': 'text/xml' }, '<x/>', 404, 'not_found'],
    ['GET', '/v1/chat/completions', {}, '', 405, 'method_not_allowed'],
    ['DELETE', '/v1/models/groq/x', {}, '', 405, 'method_not_allowed'],
    ['PUT', '/api/gate/v1/health', {}, '', 405, 'method_not_allowed'],
    ['GET', '/v1/%zz', {}, '', 400, 'invalid_request_error'],
    ['POST', '/v1/chat/completions', JSON_TYPE, '{"a":', 400, 'invalid_json'],
    [
      'POST',
      '/v1/chat/completions',
      { 'content-type': 'application/x-www-form-urlencoded' },
      '{}',
      415,
      'invalid_request_error',
    ],
    ['POST', '/v1/chat/completions', {}, '{}', 415, 'invalid_request_error'],
    ['GET', '/v1/models?limit=x', {}, '', 400, 'invalid_request_error'],
    ['GET', '/v1/models?colour=red', {}, '', 400, 'invalid_request_error'],
    ['GET', '/v1/models/openai%2Fgpt', {}, '', 404, 'model_not_found'],
  ])('%s %s with %j %j is %i %s', async (method, path, headers, body, status, code) => {
    const { port } = await start();
    const sent = await send(port, path, { method, headers, body });
    expect([sent.status, errorOf(sent).code]).toEqual([status, code]);
    expect(sent.headers['x-request-id']).toMatch(/^req_/);
    expect(errorOf(sent)).toHaveProperty('param');
  });

  it('does not quote the body of invalid JSON', async () => {
    const { port } = await start();
    const sent = await send(port, '/v1/chat/completions', {
      method: 'POST',
      headers: JSON_TYPE,
      body: 'sk-secret {',
    });
    expect(sent.text).not.toContain('sk-secret');
  });

  it('takes 32 MiB and refuses more, declared or not', async () => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    const body = (bytes: number) =>
      Buffer.concat([Buffer.from('"'), Buffer.alloc(bytes - 2, 'x'), Buffer.from('"')]);
    const post = (bytes: number, headers: Record<string, string> = {}) =>
      send(port, '/v1/chat/completions', {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: body(bytes),
      });
    const limit = 32 * 1024 * 1024;
    expect((await post(limit)).status).toBe(200);
    expect(gateway.calls).toHaveLength(1);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const sent = await post(limit + 1, headers);
      expect([sent.status, errorOf(sent).code]).toEqual([413, 'request_too_large']);
    }
    expect(gateway.calls).toHaveLength(1);
  });

  it('hides what failed inside, and logs it', async () => {
    const logged: unknown[] = [];
    const log = { ...silentLog, error: (fields: unknown) => logged.push(fields) };
    const gateway = createFakeGateway(() => Promise.reject(new Error('disk at /home/me broke')));
    const { port } = await start(gateway, log);
    const sent = await chat(port);
    expect([sent.status, errorOf(sent).code]).toEqual([500, 'internal_error']);
    expect(sent.text).not.toContain('/home/me');
    expect(logged).toHaveLength(1);
  });

  it('says that the port is taken, and takes no other', async () => {
    const { port, services, originGate, inviteDoor } = await start();
    const second = startGatewayServer({
      gateway: createFakeGateway(),
      services,
      originGate,
      inviteDoor,
      contributePage: () => '',
      newRequestId: () => 'x',
      host: '127.0.0.1',
      port,
      log: silentLog,
    });
    await expect(second).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(`Port ${port}`),
    });
  });
});
