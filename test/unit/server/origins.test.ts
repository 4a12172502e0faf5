import { describe, expect, it } from 'vitest';
import { createFakeGateway, stream } from '../../support/fake-gateway';
import { chat, errorOf, JSON_TYPE, type Sent, send, start } from './gateway-server-fixtures';

const APP = 'http://localhost:3000';
const cors = (sent: Sent) =>
  Object.keys(sent.headers).filter((name) => name.startsWith('access-control-') || name === 'vary');

async function startWithApp(gateway = createFakeGateway()) {
  const server = await start(gateway);
  server.services.origins.put({ origin: APP, allowed: true });
  return { ...server, gateway };
}

function preflight(port: number, origin: string, extra: Record<string, string> = {}): Promise<Sent> {
  const headers = { origin, 'access-control-request-method': 'POST', ...extra };
  return send(port, '/v1/chat/completions', { method: 'OPTIONS', headers });
}

describe('an allowed origin', () => {
  it('reads answers, errors and streams, and nobody else may', async () => {
    const { port } = await startWithApp();
    const answers = [
      await chat(port, {}, { origin: APP }),
      await send(port, '/v1/models', { headers: { origin: APP } }),
      await send(port, '/v1/nowhere', { headers: { origin: APP } }),
      await send(port, '/v1/health', { method: 'PUT', headers: { origin: APP } }),
      await send(port, '/v1/%zz', { headers: { origin: APP } }),
      await send(port, '/v1/chat/completions', {
        method: 'POST',
        headers: { ...JSON_TYPE, origin: APP },
        body: '{',
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 405, 400, 400]);
    for (const { headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe(APP);
      expect(headers['access-control-expose-headers']).toContain('x-request-id');
      expect(headers.vary).toBe('Origin');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
    async function* frames() {
      yield 'data: [DONE]\n\n';
    }
    const streaming = await startWithApp(createFakeGateway(() => stream(frames())));
    const sent = await chat(streaming.port, {}, { origin: APP });
    expect(sent.headers['access-control-allow-origin']).toBe(APP);
  });

  it('gets no CORS header to whoever comes without one', async () => {
    const { port } = await startWithApp();
    expect(cors(await chat(port))).toEqual([]);
  });

  it('does not open the door to others, nor itself by another host', async () => {
    const { port, gateway } = await startWithApp();
    for (const origin of ['http://localhost:3001', 'https://localhost:3000', 'null', `${APP}, ${APP}`]) {
      const sent = await chat(port, {}, { origin });
      expect([sent.status, errorOf(sent).code, cors(sent)]).toEqual([403, 'origin_not_allowed', []]);
    }
    const rebound = await chat(port, {}, { origin: APP, host: `evil.example:${port}` });
    expect([rebound.status, errorOf(rebound).code, cors(rebound)]).toEqual([403, 'host_not_allowed', []]);
    expect(gateway.calls).toEqual([]);
  });

  it('has its preflights answered, with what an SDK asks for', async () => {
    const { port, gateway } = await startWithApp();
    const wanted = 'authorization,content-type,x-api-key,x-stainless-os,x-stainless-retry-count';
    const sent = await preflight(port, APP, { 'access-control-request-headers': wanted });
    expect(sent.status).toBe(204);
    expect(sent.headers).toMatchObject({
      'access-control-allow-origin': APP,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': wanted.replaceAll(',', ', '),
      vary: 'Origin',
    });
    expect(sent.headers).not.toHaveProperty('access-control-allow-private-network');
    expect(sent.headers['x-request-id']).toMatch(/^req_/);
    expect(gateway.calls).toEqual([]);
  });

  it('has only header names given back', async () => {
    const { port } = await startWithApp();
    const sent = await preflight(port, APP, {
      'access-control-request-headers': `x-good, bad name, b@d, ${'x'.repeat(65)},, ${Array.from({ length: 100 }, (_, i) => `h${i}`).join(',')}`,
    });
    const names = String(sent.headers['access-control-allow-headers']).split(', ');
    expect(names.slice(0, 2)).toEqual(['x-good', 'h0']);
    expect(names).toHaveLength(64);
  });

  it('alone is let in from a public page to this computer', async () => {
    const { port } = await startWithApp();
    const asks = { 'access-control-request-private-network': 'true' };
    expect((await preflight(port, APP, asks)).headers['access-control-allow-private-network']).toBe('true');
    const stranger = await preflight(port, 'https://evil.example', asks);
    expect([stranger.status, cors(stranger)]).toEqual([403, []]);
  });

  it('is refused again as soon as it is taken off', async () => {
    const { port, services } = await startWithApp();
    expect((await chat(port, {}, { origin: APP })).status).toBe(200);
    services.origins.put({ origin: APP, allowed: false });
    expect((await chat(port, {}, { origin: APP })).status).toBe(403);
    expect((await preflight(port, APP)).status).toBe(403);
  });
});

describe('a request without Origin', () => {
  it.each(['cross-site', 'same-site'])('that a page made (%s) is refused', async (site) => {
    const gateway = createFakeGateway();
    const { port } = await start(gateway);
    for (const [method, path] of [
      ['GET', '/v1/models'],
      ['POST', '/v1/chat/completions'],
      ['GET', '/nowhere'],
    ] as const) {
      const sent = await send(port, path, { method, headers: { ...JSON_TYPE, 'sec-fetch-site': site } });
      expect([sent.status, errorOf(sent).code]).toEqual([403, 'origin_not_allowed']);
    }
    expect(gateway.calls).toEqual([]);
  });

  it('that a person or a tool made is answered, and is no image or script for anybody', async () => {
    const { port } = await start();
    for (const headers of [{}, { 'sec-fetch-site': 'none' }, { 'sec-fetch-mode': 'cors' }]) {
      const sent = await send(port, '/v1/models', { headers });
      expect(sent.status).toBe(200);
      expect(sent.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });
});
