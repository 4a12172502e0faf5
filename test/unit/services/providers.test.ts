import { describe, expect, it } from 'vitest';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

describe('providers', () => {
  const custom = {
    id: 'mine',
    name: 'Mine',
    base_url: 'http://127.0.0.1:9/v1/',
    auth: 'bearer' as const,
    models: [],
  };

  it('makes a custom one, with the address tidied', async () => {
    const world = await createServiceWorld();
    expect(world.services.providers.create(custom)).toMatchObject({
      base_url: 'http://127.0.0.1:9/v1',
      custom: true,
      configured: false,
      health: null,
    });
    const pasted = { ...custom, id: 'pasted', base_url: 'http://127.0.0.1:9/v1/chat/completions' };
    expect(world.services.providers.create(pasted).base_url).toBe('http://127.0.0.1:9/v1');
    const again = await world.restart();
    expect(again.providers.get('mine')).toMatchObject({ kind: 'custom', baseUrl: 'http://127.0.0.1:9/v1' });
  });

  it.each([
    [{ id: 'groq' }, 'conflict', 'id'],
    [{ id: 'agent' }, 'conflict', 'id'],
    [{ id: 'client' }, 'conflict', 'id'],
    [{ base_url: 'http://user:pass@127.0.0.1/v1' }, 'invalid_request_error', 'base_url'],
    [{ base_url: 'http://127.0.0.1/v1?key=1' }, 'invalid_request_error', 'base_url'],
    [{ base_url: 'http://localhost:7743/v1' }, 'invalid_request_error', 'base_url'],
  ])('refuses %j', async (change, code, param) => {
    const { providers } = (await createServiceWorld()).services;
    const error = errorOf(() => providers.create({ ...custom, ...change }));
    expect([error.code, error.param]).toEqual([code, param]);
    expect(error.message).not.toContain('pass@');
  });

  it('is configured with a key that is on, or without auth; off is off at once and after a restart', async () => {
    const world = await createServiceWorld();
    const { providers, keys } = world.services;
    expect(providers.create({ ...custom, id: 'open', auth: 'none' }).configured).toBe(true);
    providers.create(custom);
    const key = keys.create({ provider_name: 'mine', api_key: 'abcd-1234' });
    const isConfigured = () => providers.list().find(({ id }) => id === 'mine')?.configured;
    expect(isConfigured()).toBe(true);
    keys.update(key.id, { enabled: false });
    expect(isConfigured()).toBe(false);
    providers.update('mine', { enabled: false });
    expect(world.providers.isEnabled('mine')).toBe(false);
    expect((await world.restart()).providers.isEnabled('mine')).toBe(false);
  });

  it('counts one that asks for no account only while the user allows such providers, and says so at once', async () => {
    const world = await createServiceWorld();
    const { providers, settings, status } = world.services;
    const ovh = () => providers.list().find(({ id }) => id === 'ovh');
    expect(ovh()).toMatchObject({ anonymous: true, configured: false });
    settings.update({ anonymous_providers: true });
    expect(ovh()?.configured).toBe(true);
    expect(status.get().counts.providers_configured).toBeGreaterThan(0);
    const told = world.events.flatMap((event) => (event.type === 'changed' ? [event.collection] : []));
    expect(told).toEqual(expect.arrayContaining(['settings', 'providers']));
  });

  it('is no healthier than the best of its keys', async () => {
    const ill = new Set<string>();
    const world = await createServiceWorld({ isIll: (id) => ill.has(id) });
    const { providers, keys } = world.services;
    const health = () => providers.list().find(({ id }) => id === 'groq')?.health;
    const first = keys.create({ provider_name: 'groq', api_key: 'gsk_abcd1234' });
    ill.add(first.id);
    expect(health()).toBe('unhealthy');
    keys.create({ provider_name: 'groq', api_key: 'gsk_abcd5678' });
    expect(health()).toBe('healthy');
  });

  it('takes its keys with it when it goes; a built-in one does not go', async () => {
    const world = await createServiceWorld();
    const { providers, keys } = world.services;
    providers.create(custom);
    const key = keys.create({ provider_name: 'mine', api_key: 'abcd-1234' });
    providers.delete('mine');
    expect(keys.list()).toEqual([]);
    expect(world.storage.keys.list()).toEqual([]);
    expect(world.healthCalls).toEqual([`forget ${key.id}`]);
    expect(errorOf(() => providers.delete('groq')).code).toBe('invalid_request_error');
    expect(errorOf(() => providers.delete('mine')).code).toBe('not_found');
  });

  it('tells the catalog what the owner said about models', async () => {
    const world = await createServiceWorld();
    const model = {
      id: 'big',
      context_window: 1000,
      input_usd_per_million: 0.15,
      output_usd_per_million: 0.6,
    };
    world.services.providers.create({ ...custom, models: [model] });
    expect(world.customModels()).toMatchObject([
      {
        model: 'big',
        contextWindow: 1000,
        price: { inputPerMillion: 150_000_000, outputPerMillion: 600_000_000 },
      },
    ]);
  });
});
