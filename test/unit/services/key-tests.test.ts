import { describe, expect, it, vi } from 'vitest';
import { createTestClock } from '../../support/gateway-world';
import { createScriptedTransport, createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const GOOD = { status: 200, body: { data: [{ id: 'a' }] } };
const ILL = {
  status: 'unhealthy',
  consecutive_failures: 3,
  cooling_until: null,
  last_error_code: null,
} as const;

async function createWorld(answer: (url: string) => { status: number; body: unknown } = () => GOOD) {
  const clock = createTestClock();
  const transport = createScriptedTransport(({ url }) => answer(url));
  const world = await createServiceWorld({ clock, transport });
  const add = (api_key: string, provider_name = 'groq') =>
    world.services.keys.create({ provider_name, api_key });
  const find = (id: string) => world.services.keys.list().find((key) => key.id === id);
  return { ...world, clock, transport, add, find };
}

describe('tests of stored keys', () => {
  it('runs once after adding, and keeps what came of it', async () => {
    const { add, clock, find, transport } = await createWorld();
    const key = add('gsk_0123456789abcdefghij');
    expect(key.last_test).toBeNull();
    await clock.advance(1_000);
    await vi.waitFor(() => expect(find(key.id)?.last_test).toMatchObject({ ok: true, models_found: 1 }));
    await clock.advance(3_600_000);
    expect(transport.requests).toHaveLength(1);
  });

  it('finds the console of another region that knows the key, and sends its requests there from then on', async () => {
    const { add, clock, find, transport } = await createWorld((url) =>
      url.startsWith('https://open.bigmodel.cn/') ? GOOD : { status: 401, body: {} },
    );
    const key = add('0123456789abcdef.0123456789abcdef', 'zai');
    await clock.advance(1_000);
    await vi.waitFor(() => expect(find(key.id)?.last_test).toMatchObject({ ok: true }));
    expect(find(key.id)?.fields).toEqual({ host: 'open.bigmodel.cn' });
    const hosts = () => transport.requests.map(({ url }) => new URL(url).host);
    expect(hosts()).toEqual(['api.z.ai', 'open.bigmodel.cn']);
    // A key that nobody knows stays where it was.
    const dead = add('gsk_0123456789abcdefghij');
    await clock.advance(1_000);
    await vi.waitFor(() => expect(find(dead.id)?.last_test).toMatchObject({ error_code: 'unauthorized' }));
    expect([find(dead.id)?.fields, hosts().length]).toEqual([{}, 3]);
  });

  it('runs when a key turns unhealthy, but not at every failure', async () => {
    const { add, clock, transport, keyHealthChanged } = await createWorld();
    const { id } = add('gsk_0123456789abcdefghij');
    await clock.advance(1_000);
    await vi.waitFor(() => expect(transport.requests).toHaveLength(1));
    for (let failure = 0; failure < 5; failure += 1) keyHealthChanged(id, ILL);
    await clock.advance(60_000);
    await vi.waitFor(() => expect(transport.requests).toHaveLength(2));
    keyHealthChanged(id, ILL);
    await clock.advance(60_000);
    expect(transport.requests).toHaveLength(2);
    await clock.advance(10 * 60_000);
    keyHealthChanged(id, ILL);
    await clock.advance(60_000);
    await vi.waitFor(() => expect(transport.requests).toHaveLength(3));
  });

  it('asks nobody about a key that is gone, or with a vault that is locked', async () => {
    const { add, clock, services, transport, vault } = await createWorld();
    services.keys.delete(add('gsk_0123456789abcdefghij').id);
    add('gsk_abcdefghij0123456789');
    vault.lock();
    await clock.advance(60_000);
    expect(transport.requests).toEqual([]);
  });

  it('suggests one account name where two keys report the same account', async () => {
    const { add, find, services } = await createWorld(() => ({
      status: 200,
      body: { data: { creator_user_id: 'user_1' } },
    }));
    const first = add('sk-or-v1-0123456789abcdefghij', 'openrouter');
    const second = add('sk-or-v1-abcdefghij0123456789', 'openrouter');
    await services.keys.test(first.id);
    await services.keys.test(second.id);
    expect(find(first.id)?.suggested_account).toBeNull();
    expect(find(second.id)?.suggested_account).toBe(first.account);
    services.keys.update(second.id, { account: first.account });
    expect(find(second.id)?.suggested_account).toBeNull();
  });
});

describe('the order of keys', () => {
  it('is given as a whole, and refused when a key is missing', async () => {
    const { add, services } = await createWorld();
    const ids = ['0', '1', '2'].map((end) => add(`gsk_0123456789abcdefgh${end}`).id);
    const turned = [...ids].reverse();
    services.keys.reorder({ provider_name: 'groq', key_ids: turned });
    const order = services.keys.list().toSorted((left, right) => left.priority - right.priority);
    expect(order.map(({ id }) => id)).toEqual(turned);
    const lacking = () => services.keys.reorder({ provider_name: 'groq', key_ids: ids.slice(1) });
    expect(errorOf(lacking).param).toBe('key_ids');
    const doubled = () =>
      services.keys.reorder({ provider_name: 'groq', key_ids: [...ids, ...ids.slice(1)] });
    expect(errorOf(doubled).param).toBe('key_ids');
  });
});
