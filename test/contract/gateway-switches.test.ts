import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostics } from '../../src/shared/domain/diagnostics';
import type { Status } from '../../src/shared/domain/status';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';
import { findFreePort } from '../support/free-port';

let dataDir: string;
let fake: FakeProvider;
let core: Core;
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'sg-'));
  fake = await startFakeProvider();
  core = await startCore({ dataDir });
});
afterEach(async () => {
  await core.close();
  await fake.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const KEY = 'mark3d-k3y-a81f0c77d2e94b5508';

async function connect(): Promise<string> {
  const provider = { id: 'fake', name: 'MARKED-NAME', base_url: fake.url, models: ['fake-model'] };
  await core.control.call('POST', '/providers', provider);
  await core.control.call('POST', '/keys', {
    provider_name: 'fake',
    key_label: 'MARKED-LABEL',
    api_key: KEY,
    share_with_pool: true,
  });
  const created = await core.control.call<{ token: string }>('POST', '/agent-tokens', {
    name: 'MARKED-TOOL',
  });
  return created.token;
}

const ask = (url: string, token: string, content = 'hello', stream = false) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'fake/fake-model', stream, messages: [{ role: 'user', content }] }),
  });
const status = () => core.control.call<Status>('GET', '/status');

const connects = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connectSocket(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('the port', () => {
  it('moves while it runs; an answer under way at the old one is finished', async () => {
    const token = await connect();
    fake.script('*', [answer({ tokens: 40, tokenDelayMs: 25 }), answer()]);
    const streaming = await ask(core.gatewayUrl, token, 'long', true);
    const port = await findFreePort();
    const moved = await core.control.call<Status>('PUT', '/port', { port });
    expect(moved.gateway).toMatchObject({ url: `http://127.0.0.1:${port}`, state: 'running', error: null });
    expect(await streaming.text()).toContain('[DONE]');
    expect((await ask(moved.gateway.url, token)).status).toBe(200);
    // A connection that is still open may be answered once more; a new one is not taken.
    expect(await connects(core.port)).toBe(false);
  });

  it('in use by another program is refused, and nothing changes', async () => {
    const token = await connect();
    const other = createServer();
    const port = await findFreePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const refused = await core.control.send('PUT', '/port', { port });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text).error).toMatchObject({
      param: 'port',
      message: `Port ${port} is in use by another program. Nothing has changed.`,
    });
    expect((await status()).gateway.url).toBe(core.gatewayUrl);
    expect((await ask(core.gatewayUrl, token)).status).toBe(200);
    other.close();
  });

  it('is taken in the order of asking, and asking for the present one changes nothing', async () => {
    const ports = [await findFreePort(), await findFreePort(), await findFreePort()];
    await Promise.all(ports.map((port) => core.control.call('PUT', '/port', { port })));
    const last = `http://127.0.0.1:${ports[2]}`;
    expect((await status()).gateway.url).toBe(last);
    await core.control.call('PUT', '/port', { port: ports[2] });
    expect((await fetch(`${last}/health`)).status).toBeLessThan(500);
  });
});

it('a timed pause turns requests away, and its end survives a restart', async () => {
  const token = await connect();
  const paused = await core.control.call<Status>('POST', '/pause', { minutes: 15 });
  const until = Date.parse(paused.gateway.paused_until ?? '');
  expect(Math.abs(until - Date.now() - 15 * 60_000)).toBeLessThan(5_000);
  expect((await ask(core.gatewayUrl, token)).status).toBe(503);
  await core.close();
  core = await startCore({ dataDir });
  expect((await status()).gateway).toMatchObject({
    state: 'paused',
    paused_until: paused.gateway.paused_until,
  });
  await core.control.call('POST', '/resume');
  expect((await status()).gateway).toMatchObject({ state: 'running', paused_until: null });
  expect((await core.control.send('POST', '/pause', { minutes: 0 })).status).toBe(400);
});

it('diagnostics hold what helps, and no secret, prompt, name or folder', async () => {
  const token = await connect();
  await core.control.call('PATCH', '/settings', {
    proxy: { url: 'http://MARKED-USER:MARKED-PASSWORD@127.0.0.1:9', no_proxy: '127.0.0.1' },
  });
  fake.script('*', [
    always(failWith(401, { message: `bad key ${KEY}`, type: 'x', code: 'invalid_api_key' })),
  ]);
  await ask(core.gatewayUrl, token, 'MARKED-PROMPT');
  const made = await core.control.call<Diagnostics>('GET', '/diagnostics');
  expect(made).toMatchObject({
    versions: { spidergate: '0.0.0-test' },
    status: { gateway: { state: 'running' } },
  });
  expect(made.keys).toMatchObject([
    { provider: 'fake', health: 'unhealthy', last_error_code: 'unauthorized' },
  ]);
  expect(made.settings.proxy.url).toBe('http://127.0.0.1:9/');
  expect(made.log.length).toBeGreaterThan(0);
  const text = JSON.stringify(made);
  for (const mark of [KEY, token, 'MARKED', dataDir, homedir()]) expect(text).not.toContain(mark);
});

it('model lists are asked for at once when somebody wants them', async () => {
  await connect();
  const made = await core.control.call<{ asked: number; failed: number }>('POST', '/catalog/refresh');
  expect(made).toEqual({ asked: 1, failed: 0 });
  expect(fake.requests.some((request) => request.path === '/v1/models')).toBe(true);
});
