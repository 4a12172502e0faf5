import { describe, expect, it } from 'vitest';
import { agentTokenCreateRequest } from '../../../src/shared/ipc/agent-tokens';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const codeOf = (check: { readonly ok: boolean; readonly code?: string }) => (check.ok ? 'ok' : check.code);

async function openBrand() {
  const world = await createServiceWorld();
  const brand = world.services.workspaces.create({ name: 'acme', rpm_limit: 30, budget_usd: 5 });
  const key = world.services.keys.create({
    provider_name: 'groq',
    api_key: 'gsk_abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop',
    workspace_id: brand.id,
  });
  const slots = [{ provider: 'groq', model: 'llama-3.3-70b-versatile', key_id: key.id }];
  world.services.aliases.put('client:acme/review', { slots });
  const token = world.services.agentTokens.create(
    agentTokenCreateRequest.parse({
      name: 'bot',
      workspace_id: brand.id,
      allowed_models: ['client:acme/*'],
    }),
  );
  return { ...world, brand, key, token };
}

describe('workspaces', () => {
  it('carry limits to every identity that belongs to them, from the next request on', async () => {
    const { services, credentials, brand, token } = await openBrand();
    expect(brand).toMatchObject({ rpm_limit: 30, budget_usd: 5, budget_window: 'month', budget: null });
    for (const presented of [token.token, brand.credential]) {
      expect(credentials.check(presented)).toMatchObject({
        identity: { workspacePolicy: { requestsPerMinute: 30, budget: { limitNanoUsd: 5_000_000_000 } } },
      });
    }
    services.workspaces.update(brand.id, { rpm_limit: 10 });
    expect(credentials.check(token.token)).toMatchObject({
      identity: { workspacePolicy: { requestsPerMinute: 10 } },
    });
  });

  it('rotate their credential under the same client_id', async () => {
    const world = await openBrand();
    const rotated = world.services.workspaces.rotate(world.brand.id);
    expect(rotated.client_id).toBe(world.brand.client_id);
    for (const { credentials } of [world, await world.restart()]) {
      expect(codeOf(credentials.check(world.brand.credential))).toBe('invalid_api_key');
      expect(codeOf(credentials.check(rotated.credential))).toBe('ok');
    }
  });

  it('revoke their credential without touching their tokens, and restore it', async () => {
    const { services, credentials, brand, token } = await openBrand();
    const check = credentials.check(brand.credential);
    services.workspaces.update(brand.id, { credential_enabled: false });
    expect(codeOf(credentials.check(brand.credential))).toBe('invalid_api_key');
    expect(check.ok && credentials.isValid(check.identity)).toBe(false);
    expect(codeOf(credentials.check(token.token))).toBe('ok');
    services.workspaces.update(brand.id, { credential_enabled: true });
    expect(codeOf(credentials.check(brand.credential))).toBe('ok');
  });

  it('know when their credential was last used, over a restart', async () => {
    const world = await openBrand();
    const check = world.credentials.check(world.brand.credential);
    if (check.ok) world.credentials.touch(check.identity);
    const { services } = await world.restart();
    const used = services.workspaces.list().map(({ name, last_used_at }) => [name, last_used_at !== null]);
    expect(used).toEqual([
      ['personal', false],
      ['acme', true],
    ]);
  });

  it('take aliases and allow-lists along when they are renamed', async () => {
    const world = await openBrand();
    world.services.workspaces.update(world.brand.id, { name: 'new' });
    for (const { services } of [world, await world.restart()]) {
      expect(services.aliases.list().map(({ id }) => id)).toContain('client:new/review');
      expect(services.aliases.list().map(({ id }) => id)).not.toContain('client:acme/review');
      expect(services.agentTokens.list()[0]?.allowed_models).toEqual(['client:new/*']);
    }
    expect(world.events).toContainEqual({ type: 'changed', collection: 'aliases' });
  });

  it('refuse a name that another one has, whatever its case, and take a new case of their own', async () => {
    const { services, brand } = await openBrand();
    const refusal = errorOf(() => services.workspaces.update(brand.id, { name: 'Personal' }));
    expect([refusal.code, refusal.param]).toEqual(['conflict', 'name']);
    expect(services.workspaces.update(brand.id, { name: 'Acme' }).name).toBe('Acme');
  });

  it('are not deleted over what is theirs, and take it along when told to', async () => {
    const world = await openBrand();
    const { workspaces, keys, agentTokens, aliases } = world.services;
    const refusal = errorOf(() => workspaces.delete(world.brand.id, { with_contents: false }));
    expect([refusal.code, refusal.message]).toEqual([
      'conflict',
      expect.stringContaining('1 key, 1 agent token, 1 alias'),
    ]);
    expect(keys.list()).toHaveLength(1);
    workspaces.delete(world.brand.id, { with_contents: true });
    expect([keys.list(), agentTokens.list()]).toEqual([[], []]);
    expect(aliases.list().some(({ id }) => id.startsWith('client:'))).toBe(false);
    expect(codeOf(world.credentials.check(world.token.token))).toBe('invalid_api_key');
    expect(codeOf(world.credentials.check(world.brand.credential))).toBe('invalid_api_key');
    expect(world.keyRing.key(world.key.id)).toBeNull();
    expect(world.healthCalls).toContain(`forget ${world.key.id}`);
    expect((await world.restart()).services.workspaces.list().map(({ id }) => id)).toEqual(['personal']);
  });

  it('that own nothing go at once; personal never goes', async () => {
    const { workspaces } = (await createServiceWorld()).services;
    const { id } = workspaces.create({ name: 'empty' });
    workspaces.delete(id, { with_contents: false });
    expect(errorOf(() => workspaces.delete(id, { with_contents: false })).code).toBe('not_found');
    expect(errorOf(() => workspaces.delete('personal', { with_contents: true })).param).toBe('id');
  });
});
