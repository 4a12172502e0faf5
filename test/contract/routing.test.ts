import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderSummary } from '../../src/shared/domain/provider';
import { always, failWith } from '../faults/behaviours';
import { answerText } from '../faults/chat-answer';
import { openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('which key serves', () => {
  it('takes the brand key of the calling workspace before the pool key, whatever the priorities', async () => {
    const brand = await world.addWorkspace();
    const other = await world.addWorkspace();
    const upstream = await world.addUpstream({
      keys: [
        { api_key: 'pool-key-1111', share_with_pool: true, priority: 1 },
        { api_key: 'brand-key-2222', workspace_id: brand.id, share_with_pool: false, priority: 900 },
        { api_key: 'other-key-3333', workspace_id: other.id, share_with_pool: false, priority: 0 },
      ],
    });
    const alias = await world.addAlias([upstream]);
    for (const credential of [brand.credential, other.credential, world.token]) {
      await world.openai(credential).chat.completions.create({ model: alias, messages });
    }
    const used = upstream.fake.chats().map(({ key }) => key);
    expect(used).toEqual(['brand-key-2222', 'other-key-3333', 'pool-key-1111']);
  });

  it('goes to the pool key when the brand key is refused, and never to a key of another brand', async () => {
    const brand = await world.addWorkspace();
    const other = await world.addWorkspace();
    const upstream = await world.addUpstream({
      keys: [
        { api_key: 'other-key-3333', workspace_id: other.id, share_with_pool: false },
        { api_key: 'brand-key-2222', workspace_id: brand.id, share_with_pool: false },
        { api_key: 'pool-key-1111', share_with_pool: true },
      ],
    });
    upstream.fake.script('*', [always(failWith(401))]);
    upstream.fake.script('key:pool-key-1111', []);
    upstream.fake.script('key:brand-key-2222', [always(failWith(401))]);
    const alias = await world.addAlias([upstream]);
    await world.post({ model: alias, messages }, { credential: brand.credential });
    expect(upstream.fake.chats().map(({ key }) => key)).toEqual(['brand-key-2222', 'pool-key-1111']);
  });

  it('orders keys of one group by priority', async () => {
    const upstream = await world.addUpstream({
      keys: [
        { api_key: 'second-key-2222', share_with_pool: true, priority: 20, account: 'b' },
        { api_key: 'first-key-1111', share_with_pool: true, priority: 10, account: 'a' },
      ],
    });
    await world.post({ model: await world.addAlias([upstream]), messages });
    expect(upstream.fake.chats()[0]?.key).toBe('first-key-1111');
  });

  it('sends no key that is switched off', async () => {
    const upstream = await world.addUpstream();
    const alias = await world.addAlias([upstream]);
    await world.core.control.call('PATCH', `/keys/${upstream.keys[0]?.id}`, { enabled: false });
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(503);
    expect(upstream.fake.chats()).toEqual([]);
  });
});

describe('what a model name means', () => {
  it('follows a user alias in the order of its slots, and a changed alias at once', async () => {
    const [first, second] = [await world.addUpstream(), await world.addUpstream()];
    const alias = await world.addAlias([first, second]);
    await world.post({ model: alias, messages });
    const slots = [{ provider: second.id, model: 'fake-model' }];
    await world.core.control.call('PUT', `/aliases/${encodeURIComponent(alias)}`, { slots });
    await world.post({ model: alias, messages });
    expect([first.fake.chats().length, second.fake.chats().length]).toEqual([1, 1]);
    await world.core.control.call('DELETE', `/aliases/${encodeURIComponent(alias)}`);
    expect((await world.post({ model: alias, messages })).status).toBe(404);
  });

  it('replaces a built-in alias, and brings its default back', async () => {
    const upstream = await world.addUpstream();
    const slots = [{ provider: upstream.id, model: 'fake-model' }];
    const path = `/aliases/${encodeURIComponent('spideriq/coding')}`;
    await world.core.control.call('PUT', path, { slots });
    const served = await world.openai().chat.completions.create({ model: 'spideriq/coding', messages });
    expect(served.choices[0]?.message.content).toBe(answerText());
    await world.core.control.call('DELETE', path);
    const list = await world.core.control.call<{ data: { id: string; custom: boolean; slots: unknown[] }[] }>(
      'GET',
      '/aliases',
    );
    const back = list.data.find(({ id }) => id === 'spideriq/coding');
    expect(back?.custom).toBe(false);
    expect(back?.slots.length).toBeGreaterThan(3);
  });

  it('pins provider/model without fallback to another provider of the same model', async () => {
    const [pinned, twin] = [
      await world.addUpstream({ models: ['shared-model-a'] }),
      await world.addUpstream({ models: ['shared-model-a'] }),
    ];
    pinned.fake.script('*', [always(failWith(500))]);
    const response = await world.post({ model: pinned.ref, messages });
    expect(response.status).toBe(502);
    expect(twin.fake.chats()).toEqual([]);
  });

  it('says each time that a pinned model is not known to its provider, and promises no wait', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [failWith(404, { code: 'model_not_found' })]);
    for (const _ of ['asked', 'remembered']) {
      const response = await world.post({ model: upstream.ref, messages: [{ role: 'user', content: 'hi' }] });
      expect([response.status, response.headers.get('retry-after')]).toEqual([404, null]);
      expect(await response.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    }
    expect(upstream.fake.chats()).toHaveLength(1);
  });

  it('passes on a model of a custom provider that nobody listed', async () => {
    const upstream = await world.addUpstream();
    const response = await world.post({ model: `${upstream.id}/vendor/unlisted:free`, messages });
    expect(response.status).toBe(200);
    expect(upstream.fake.chats()[0]?.body.model).toBe('vendor/unlisted:free');
  });

  it('finds the provider of a bare model id', async () => {
    const upstream = await world.addUpstream({ models: ['only-here-7b'] });
    const response = await world.post({ model: 'only-here-7b', messages });
    expect(response.status).toBe(200);
    expect(upstream.fake.chats()).toHaveLength(1);
  });

  it('keeps a provider that is switched off out, until it is on again', async () => {
    const [first, second] = [await world.addUpstream(), await world.addUpstream()];
    const alias = await world.addAlias([first, second]);
    const off = await world.core.control.call<ProviderSummary>('PATCH', `/providers/${first.id}`, {
      enabled: false,
    });
    expect(off.enabled).toBe(false);
    const response = await world.post({ model: alias, messages });
    expect(response.headers.get('x-spidergate-fallback-from')).toBe(first.ref);
    await world.core.control.call('PATCH', `/providers/${first.id}`, { enabled: true });
    await world.post({ model: alias, messages });
    expect([first.fake.chats().length, second.fake.chats().length]).toEqual([1, 1]);
  });

  it('says that a fallback served also where the request named it for a pinned model', async () => {
    const [broken, good] = [await world.addUpstream(), await world.addUpstream()];
    broken.fake.script('*', [always(failWith(403))]);
    const ask = (fallback_models: readonly string[], model = broken.ref) =>
      world.post({ model, messages, spidergate_options: { fallback_models } });
    const response = await ask([good.ref]);
    expect(response.headers.get('x-spidergate-fallback-from')).toBe(broken.ref);
    expect(await response.json()).toMatchObject({ spidergate_metadata: { fallback_used: true } });
    const plain = await ask([broken.ref], good.ref);
    expect(plain.headers.get('x-spidergate-fallback-from')).toBeNull();
    expect(await plain.json()).toMatchObject({ spidergate_metadata: { fallback_used: false } });
  });

  it('leaves a provider out that the request excludes, and appends its fallback_models', async () => {
    const [first, second] = [await world.addUpstream(), await world.addUpstream()];
    const alias = await world.addAlias([first]);
    const spidergate_options = { excluded_providers: [first.id], fallback_models: [second.ref] };
    const response = await world.post({ model: alias, messages, spidergate_options });
    expect(response.status).toBe(200);
    expect([first.fake.chats().length, second.fake.chats().length]).toEqual([0, 1]);
  });
});

describe('the lists', () => {
  it('lists models and aliases without a token, and shows no key', async () => {
    const upstream = await world.addUpstream({ models: ['listed-model-1'] });
    expect(await getJson('/v1/models?search=listed-model-1')).toMatchObject({
      object: 'list',
      data: [{ object: 'model', owned_by: upstream.id, spidergate_info: { is_configured: true } }],
    });
    const aliases = await getJson<{ data: { id: string }[] }>('/v1/aliases');
    const ids = aliases.data.map(({ id }) => id).filter((id) => /^(?:spideriq|agent)\//.test(id));
    expect(ids.filter((id) => !id.startsWith('agent/embed'))).toHaveLength(26);
    expect(ids).toEqual(expect.arrayContaining(['agent/embed', 'agent/embed-small', 'agent/embed-large']));
    const providers = await getJson('/v1/providers');
    expect(JSON.stringify(providers)).not.toMatch(/key_count|api_key|masked/);
    expect(providers).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ name: upstream.id })]),
    });
    expect(await getJson('/v1/health')).toBeTruthy();
    const models = await world.openai().models.list();
    expect(models.data.some(({ id }) => id === 'spideriq/coding')).toBe(true);
    const one = await world.openai().models.retrieve(upstream.ref);
    expect(one.id).toBe(upstream.ref);
  });
});

async function getJson<T = unknown>(path: string): Promise<T> {
  const response = await fetch(`${world.core.gatewayUrl}${path}`);
  const value: unknown = await response.json();
  return value as T;
}
