import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { Settings } from '../../src/shared/domain/settings';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings';
import type { Page } from '../../src/shared/ipc/contract';
import { type ProxyServer, startProxy } from '../support/proxy-server';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const PASSWORD = 'MARKED-proxy-password-4711';

let world: World;
let upstream: FakeUpstream;
let proxy: ProxyServer;
/** The upstream by a name that only the proxy knows, so that nothing else can reach it. */
const FAR = 'far-away';

beforeAll(async () => {
  world = await openWorld();
  upstream = await world.addUpstream();
  proxy = await startProxy({ credentials: `anna:${PASSWORD}` });
  const base_url = `http://upstream.invalid:${upstream.fake.port}/v1`;
  const models = [upstream.model];
  await world.core.control.call('POST', '/providers', { id: FAR, name: FAR, base_url, models });
  await world.core.control.call('POST', '/keys', { provider_name: FAR, api_key: 'far-key-0001' });
  // Each is tested after it was added; later that would be one more call through the proxy.
  await vi.waitFor(
    async () => expect((await listKeys()).every((key) => key.last_test !== null)).toBe(true),
    10_000,
  );
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});
beforeEach(() => patch({ proxy: DEFAULT_SETTINGS.proxy }));

const listKeys = async () => (await world.core.control.call<Page<ProviderKey>>('GET', '/keys')).data;
const read = () => world.core.control.call<Settings>('GET', '/settings');
const patch = (change: unknown) => world.core.control.call<Settings>('PATCH', '/settings', change);
const withPassword = () => `http://anna:${PASSWORD}@127.0.0.1:${proxy.port}`;

async function ask(): Promise<Response> {
  const response = await world.post({
    model: `${FAR}/${upstream.model}`,
    messages: [{ role: 'user', content: 'hi' }],
  });
  // What failed before the proxy was set must not keep the next test waiting.
  for (const { id } of await listKeys()) await world.core.control.send('POST', `/keys/${id}/reset-health`);
  return response;
}

describe('GET and PATCH /settings', () => {
  it('show everything, change what is named and keep the rest', async () => {
    expect(await read()).toEqual(DEFAULT_SETTINGS);
    const changed = await patch({ stall_ms: 20_000, proxy: { no_proxy: '.lan' } });
    expect(changed).toEqual({
      ...DEFAULT_SETTINGS,
      stall_ms: 20_000,
      proxy: { ...DEFAULT_SETTINGS.proxy, no_proxy: '.lan' },
    });
    expect(await read()).toEqual(changed);
  });

  it('a proxy with a password serves the next request, for everybody or for one provider', async () => {
    for (const change of [{ url: withPassword() }, { providers: { [FAR]: withPassword() } }]) {
      await patch({ proxy: { ...DEFAULT_SETTINGS.proxy, ...change } });
      const before = proxy.lines.length;
      const response = await ask();
      await response.text();
      expect(response.status).toBe(200);
      expect(proxy.lines.length).toBe(before + 1);
      // Sent back as it was shown, it still works.
      await patch(await read());
      expect((await ask()).status).toBe(200);
    }
  });

  it('a key test says that the proxy is to blame', async () => {
    await patch({ proxy: { url: `http://anna:wrong-${PASSWORD}@127.0.0.1:${proxy.port}` } });
    const key = (await listKeys()).find(({ provider_name }) => provider_name === FAR);
    const answer = await world.core.control.send('POST', `/keys/${key?.id}/test`);
    expect(answer.text).toContain(`the proxy 127.0.0.1:${proxy.port} does not accept`);
    expect(answer.text).not.toContain(PASSWORD);
  });

  it('never show the password, and leave it in no file', async () => {
    const shown = [
      await patch({ proxy: { url: withPassword() } }),
      await patch({ proxy: { providers: { [FAR]: withPassword() } } }),
      await read(),
    ];
    expect(JSON.stringify(shown)).not.toContain('MARKED');
    expect(shown[2]?.proxy.url).toBe(`http://anna:***@127.0.0.1:${proxy.port}`);
    const refused = await world.core.control.send('PATCH', '/settings', {
      proxy: { url: `socks5://anna:${PASSWORD}@127.0.0.1:1` },
    });
    expect([refused.status, refused.text.includes('MARKED')]).toEqual([400, false]);
    for (const entry of readdirSync(world.core.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = readFileSync(path.join(entry.parentPath, entry.name));
      expect(content.includes('MARKED'), `${entry.name} holds the password`).toBe(false);
    }
  });
});
