import { statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../src/shared/domain/status';
import { openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** `fetch` does not let anybody choose Host or Origin. */
function getWith(
  headers: Record<string, string>,
  { path = '/v1/models', method = 'GET' } = {},
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port: world.core.port, method, path, headers });
    outgoing.on('error', reject).on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (piece: string) => {
        text += piece;
      });
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text, headers: incoming.headers }),
      );
    });
    outgoing.end();
  });
}

describe('who may speak to the Gateway API', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('answers to Host %s with our port', async (host) => {
    const answer = await getWith({ host: `${host}:${world.core.port}` });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['a name that was rebound to 127.0.0.1', () => `evil.example:${world.core.port}`],
    ['another port', () => `127.0.0.1:${world.core.port + 1}`],
    ['a name that only begins like ours', () => `localhost.evil.example:${world.core.port}`],
  ])('refuses %s', async (_, host) => {
    const answer = await getWith({ host: host() });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'host_not_allowed' } });
  });

  it.each(['https://evil.example', 'null', 'http://localhost:3000'])(
    'refuses the browser origin %s',
    async (origin) => {
      const answer = await getWith({ host: `127.0.0.1:${world.core.port}`, origin });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'origin_not_allowed' } });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );

  it('answers no preflight', async () => {
    const headers = {
      host: `127.0.0.1:${world.core.port}`,
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    };
    const answer = await getWith(headers, { method: 'OPTIONS', path: '/v1/chat/completions' });
    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('does not serve the Control API over TCP', async () => {
    for (const path of ['/v1/status', '/v1/keys', '/v1/agent-tokens', '/v1/pause']) {
      expect((await getWith({ host: `127.0.0.1:${world.core.port}` }, { path })).status).toBe(404);
    }
  });
});

describe('the Control API socket', () => {
  it.skipIf(process.platform === 'win32')('can be opened by its owner alone', () => {
    expect(statSync(world.core.control.socketPath).mode & 0o777).toBe(0o600);
  });
});

describe('pausing', () => {
  it('answers 503 service_paused until it is resumed, and no provider hears of it', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    expect((await world.core.control.call<Status>('POST', '/pause')).gateway.state).toBe('paused');
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'service_paused' } });
    expect(upstream.fake.chats()).toEqual([]);
    expect((await world.core.control.call<Status>('POST', '/resume')).gateway.state).toBe('running');
    expect((await world.post({ model: alias, messages })).status).toBe(200);
  });
});
