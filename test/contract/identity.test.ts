import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentToken, CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { CreatedWorkspace, Workspace } from '../../src/shared/domain/workspace';
import { always, answer, failWith } from '../faults/behaviours';
import { openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const statusWith = async (credential: string) => {
  const response = await world.post({ model: 'spidergate/demo', messages }, { credential });
  await response.text();
  return response.status;
};
const page = async <T>(path: string) =>
  (await world.core.control.call<{ readonly data: readonly T[] }>('GET', path)).data;

describe('agent tokens over the Control API', () => {
  it('are rotated, paused, go on and are revoked, each from the next request on', async () => {
    const { control } = world.core;
    const made = await world.addToken({ name: 'life', rpm_limit: 1000 });
    expect(await statusWith(made.token)).toBe(200);
    const rotated = await control.call<CreatedAgentToken>('POST', `/agent-tokens/${made.id}/rotate`);
    expect([await statusWith(made.token), await statusWith(rotated.token)]).toEqual([401, 200]);
    expect(rotated).toMatchObject({ id: made.id, rpm_limit: 1000 });
    await control.call('PATCH', `/agent-tokens/${made.id}`, { enabled: false });
    expect(await statusWith(rotated.token)).toBe(401);
    await control.call('PATCH', `/agent-tokens/${made.id}`, { enabled: true });
    expect(await statusWith(rotated.token)).toBe(200);
    expect((await control.send('DELETE', `/agent-tokens/${made.id}`)).status).toBe(204);
    expect(await statusWith(rotated.token)).toBe(401);
    expect((await control.send('POST', `/agent-tokens/${made.id}/rotate`)).status).toBe(404);
  });

  it('say their policy and never their secret again', async () => {
    const made = await world.addToken({ name: 'policy', monthly_budget_usd: 5, budget_action: 'warn' });
    const shown = (await page<AgentToken>('/agent-tokens')).find(({ id }) => id === made.id);
    expect(shown).toMatchObject({ budget_usd: 5, budget_window: 'month', budget_action: 'warn' });
    expect(JSON.stringify(await page('/agent-tokens'))).not.toContain(made.token);
  });
});

describe('workspaces over the Control API', () => {
  it('are renamed, rotated, revoked and deleted', async () => {
    const { control } = world.core;
    const brand = await world.addWorkspace();
    const path = `/workspaces/${brand.id}`;
    const renamed = await control.call<Workspace>('PATCH', path, { name: 'renamed', rpd_limit: 50 });
    expect(renamed).toMatchObject({ name: 'renamed', client_id: brand.client_id, rpd_limit: 50 });
    const rotated = await control.call<CreatedWorkspace>('POST', `${path}/rotate`);
    expect([await statusWith(brand.credential), await statusWith(rotated.credential)]).toEqual([401, 200]);
    await control.call('PATCH', path, { credential_enabled: false });
    expect(await statusWith(rotated.credential)).toBe(401);
    const token = await world.addToken({ workspace_id: brand.id });
    expect((await control.send('DELETE', path)).status).toBe(409);
    expect(await statusWith(token.token)).toBe(200);
    expect((await control.send('DELETE', `${path}?with_contents=true`)).status).toBe(204);
    expect(await statusWith(token.token)).toBe(401);
  });
});

describe('a token that ends while its request runs', () => {
  const endings: readonly [string, (id: string) => Promise<unknown>][] = [
    ['revoked', (id) => world.core.control.send('DELETE', `/agent-tokens/${id}`)],
    ['paused', (id) => world.core.control.call('PATCH', `/agent-tokens/${id}`, { enabled: false })],
    ['rotated', (id) => world.core.control.call('POST', `/agent-tokens/${id}/rotate`)],
  ];

  it.each(endings)('%s during the first attempt: no other provider is called', async (_, end) => {
    const first = await world.addUpstream();
    const second = await world.addUpstream();
    const alias = await world.addAlias([first, second]);
    const { id, token } = await world.addToken();
    first.fake.script('*', [always({ ...failWith(503), headersDelayMs: 400 })]);
    const pending = world.post({ model: alias, messages }, { credential: token });
    await first.fake.until((requests) => requests.some(({ method }) => method === 'POST'));
    await end(id);
    const response = await pending;
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
    expect([first.fake.chats().length, second.fake.chats().length]).toEqual([1, 0]);
  });

  it('gets the answer that was already coming', async () => {
    const upstream = await world.addUpstream();
    const { id, token } = await world.addToken();
    upstream.fake.script('*', [answer({ headersDelayMs: 300 })]);
    const pending = world.post({ model: upstream.ref, messages }, { credential: token });
    await upstream.fake.until((requests) => requests.some(({ method }) => method === 'POST'));
    await world.core.control.send('DELETE', `/agent-tokens/${id}`);
    expect((await pending).status).toBe(200);
  });

  it('expires between two attempts of a stream: an error, and nobody else is called', async () => {
    const first = await world.addUpstream();
    const second = await world.addUpstream();
    const alias = await world.addAlias([first, second]);
    const { token } = await world.addToken({ expires_at: new Date(Date.now() + 500).toISOString() });
    first.fake.script('*', [always({ ...failWith(500), headersDelayMs: 1200 })]);
    const response = await world.post({ model: alias, messages, stream: true }, { credential: token });
    expect(await response.text()).toContain('invalid_api_key');
    expect(second.fake.chats()).toEqual([]);
  });
});

describe('a token for free models only', () => {
  it('is refused what costs money, and takes what is priced at nothing', async () => {
    const { fake } = await world.addUpstream();
    const price = (usd: number) => ({ input_usd_per_million: usd, output_usd_per_million: usd });
    await world.core.control.call('POST', '/providers', {
      id: 'priced',
      name: 'Priced',
      base_url: fake.url,
      auth: 'none',
      models: [{ id: 'dear', ...price(1) }, { id: 'gift', ...price(0) }, 'unpriced'],
    });
    const { token } = await world.addToken({ free_models_only: true });
    const dear = await world.post({ model: 'priced/dear', messages }, { credential: token });
    expect([dear.status, await dear.json()]).toMatchObject([
      422,
      { error: { code: 'no_qualifying_model', candidates: [{ reason: 'not_free' }] } },
    ]);
    expect(fake.chats()).toEqual([]);
    // On this computer nobody sends a bill, unless its owner says so.
    for (const model of ['priced/gift', 'priced/unpriced']) {
      expect((await world.post({ model, messages }, { credential: token })).status).toBe(200);
    }
  });
});

describe('a budget', () => {
  it('is shown as it stands on tokens and workspaces, and to nobody who has none', async () => {
    const { fake } = await world.addUpstream();
    await world.core.control.call('POST', '/providers', {
      id: 'metered',
      name: 'Metered',
      base_url: fake.url,
      auth: 'none',
      models: [{ id: 'm', input_usd_per_million: 1000, output_usd_per_million: 1000 }],
    });
    const { id, token } = await world.addToken({ budget_usd: 50, budget_window: 'day' });
    await (await world.post({ model: 'metered/m', messages }, { credential: token })).text();
    const tokens = await page<AgentToken>('/agent-tokens');
    const budget = tokens.find((shown) => shown.id === id)?.budget;
    expect(budget).toMatchObject({ limit_usd: 50, reserved_usd: 0, window: 'day', action: 'block' });
    expect(budget?.spent_usd).toBeGreaterThan(0);
    expect(tokens.find((shown) => shown.id !== id)?.budget).toBeNull();
  });

  it('begins anew when it does so in the time zone of the settings, from the next look on, and keeps what was spent', async () => {
    const { fake } = await world.addUpstream();
    await world.core.control.call('POST', '/providers', {
      id: 'travelled',
      name: 'Travelled',
      base_url: fake.url,
      auth: 'none',
      models: [{ id: 'm', input_usd_per_million: 1000, output_usd_per_million: 1000 }],
    });
    const { id, token } = await world.addToken({ budget_usd: 50, budget_window: 'day' });
    const ask = async () =>
      (await world.post({ model: 'travelled/m', messages }, { credential: token })).text();
    const lookIn = async (zone: string | null) => {
      await world.core.control.call('PATCH', '/settings', { time_zone: zone });
      const budget = (await page<AgentToken>('/agent-tokens')).find((shown) => shown.id === id)?.budget;
      return { spent: budget?.spent_usd ?? 0, resets: budget?.resets_at.slice(11, 19) };
    };
    await ask();
    const once = (await lookIn('UTC')).spent;
    expect(once).toBeGreaterThan(0);
    expect(await lookIn('Asia/Kolkata')).toEqual({ spent: once, resets: '18:30:00' });
    await ask();
    expect(await lookIn('Pacific/Kiritimati')).toEqual({ spent: 2 * once, resets: '10:00:00' });
    expect(await lookIn('Etc/GMT+12')).toEqual({ spent: 2 * once, resets: '12:00:00' });
    await lookIn(null);
  });
});
