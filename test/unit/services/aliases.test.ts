import { describe, expect, it } from 'vitest';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

describe('aliases', () => {
  const slots = [{ provider: 'groq', model: 'm' }];

  it('replaces a built-in and brings it back', async () => {
    const world = await createServiceWorld();
    const { aliases } = world.services;
    const original = world.aliases.get('spideriq/coding');
    expect(aliases.put('spideriq/coding', { slots })).toMatchObject({
      custom: true,
      built_in: true,
      patience_ms: 0,
      route_around_refusals: false,
    });
    expect(world.aliases.get('spideriq/coding')?.slots).toHaveLength(1);
    expect((await world.restart()).aliases.get('spideriq/coding')?.slots).toHaveLength(1);
    const again = await world.restart();
    again.services.aliases.delete('spideriq/coding');
    expect(again.aliases.get('spideriq/coding')).toEqual(original);
    again.services.aliases.delete('spideriq/coding');
  });

  it('gives a new one the temper of its family', async () => {
    const { aliases } = (await createServiceWorld()).services;
    expect(aliases.put('agent/mine', { slots }).patience_ms).toBe(2500);
    expect(aliases.put('my/own', { slots, max_attempts: 3 })).toMatchObject({
      patience_ms: 0,
      max_attempts: 3,
    });
    expect(aliases.put('my/own', { slots, route_around_refusals: true }).route_around_refusals).toBe(true);
    aliases.delete('my/own');
    expect(errorOf(() => aliases.delete('my/own')).code).toBe('not_found');
  });

  it('refuses slots that lead nowhere', async () => {
    const world = await createServiceWorld();
    const { aliases, keys } = world.services;
    const key = keys.create({ provider_name: 'cerebras', api_key: 'csk-1234567' });
    const paramOf = (slot: object) =>
      errorOf(() => aliases.put('my/own', { slots: [{ provider: 'groq', model: 'm', ...slot }] })).param;
    expect(paramOf({ provider: 'nobody' })).toBe('slots.0.provider');
    expect(paramOf({ key_id: 'nobody' })).toBe('slots.0.key_id');
    expect(paramOf({ key_id: key.id })).toBe('slots.0.key_id');
    expect(world.aliases.get('my/own')).toBeNull();
  });

  it('lets a client alias use keys of its workspace only, also later', async () => {
    const { aliases, keys, workspaces } = (await createServiceWorld()).services;
    const brand = workspaces.create({ name: 'brand' });
    const own = keys.create({ provider_name: 'groq', api_key: 'gsk_own_key', workspace_id: brand.id });
    const pool = keys.create({ provider_name: 'groq', api_key: 'gsk_pool_key' });
    const put = (workspace: string, key_id?: string) =>
      aliases.put(`client:${workspace}/review`, { slots: [{ provider: 'groq', model: 'm', key_id }] });
    expect(errorOf(() => put('nobody', own.id)).param).toBe('id');
    expect(errorOf(() => put('brand')).param).toBe('slots.0.key_id');
    expect(errorOf(() => put('brand', pool.id)).param).toBe('slots.0.key_id');
    expect(put('brand', own.id).slots[0]?.key_id).toBe(own.id);
    expect(errorOf(() => keys.update(own.id, { workspace_id: 'personal' })).code).toBe('conflict');
  });
});
