import { describe, expect, it } from 'vitest';
import type { KeyCreateRequest } from '../../../src/shared/ipc/keys';
import { createTestClock } from '../../support/gateway-world';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const GROQ_KEY = 'gsk_abcdefghijklmnopqrstuvwxyz0123456789';
const groqKey = (change: Partial<KeyCreateRequest> = {}): KeyCreateRequest => ({
  provider_name: 'groq',
  api_key: GROQ_KEY,
  ...change,
});

describe('keys', () => {
  it('is usable from the next request on, opened only when used', async () => {
    const world = await createServiceWorld();
    const key = world.services.keys.create(groqKey());
    expect(world.keyRing.keysOf('groq').map(({ id }) => id)).toEqual([key.id]);
    expect(world.keyRing.secretOf(key.id)).toEqual({ ok: true, secret: GROQ_KEY });
    expect(JSON.stringify([world.services.keys.list(), world.events])).not.toContain(GROQ_KEY);
  });

  it('survives a restart with everything that was said about it', async () => {
    const world = await createServiceWorld();
    const brand = world.services.workspaces.create({ name: 'brand' });
    const made = world.services.keys.create(
      groqKey({ workspace_id: brand.id, account: 'work', priority: 3 }),
    );
    const again = await world.restart();
    expect(again.services.keys.list()).toEqual([made]);
    expect(again.keyRing.secretOf(made.id)).toEqual({ ok: true, secret: GROQ_KEY });
  });

  it('keeps the limits that were set on it, for routing and for people', async () => {
    const world = await createServiceWorld();
    const limits = { daily_limit: 1000, spend_limit_amount: 2.5, spend_limit_period: 'week' } as const;
    const made = world.services.keys.create(groqKey(limits));
    expect(made).toMatchObject({ ...limits, minute_limit: null, spend_limit_action: 'block', spend: null });
    const usable = () => world.keyRing.key(made.id)?.limits;
    const spend = { limitNanoUsd: 2_500_000_000, window: 'week', action: 'block' };
    expect(usable()).toEqual({ requestsPerDay: 1000, requestsPerMinute: null, spend });
    world.services.keys.update(made.id, { spend_limit_action: 'warn', daily_limit: null });
    expect(usable()).toEqual({
      requestsPerDay: null,
      requestsPerMinute: null,
      spend: { ...spend, action: 'warn' },
    });
    world.services.keys.update(made.id, { spend_limit_amount: null });
    expect(usable()).toBeNull();
  });

  it.each([
    [{}, null, true],
    [{ workspace_id: 'personal' }, 'personal', false],
    [{ workspace_id: 'personal', share_with_pool: true }, 'personal', true],
  ])('a key with %j belongs to %j, pool: %j', async (change, workspace, pool) => {
    const world = await createServiceWorld();
    const key = world.services.keys.create(groqKey(change));
    expect([key.workspace_id, key.share_with_pool]).toEqual([workspace, pool]);
  });

  it('gives labels and accounts of their own, so that no two keys share a quota by accident', async () => {
    const { keys } = (await createServiceWorld()).services;
    const made = ['a', 'b', 'c'].map((end) => keys.create(groqKey({ api_key: GROQ_KEY + end })));
    made.push(keys.create(groqKey({ api_key: `${GROQ_KEY}d`, key_label: 'key' })));
    expect(made.map((key) => key.key_label)).toEqual(['key', 'key 2', 'key 3', 'key']);
    expect(new Set(made.map((key) => key.account)).size).toBe(4);
  });

  it.each<[Partial<KeyCreateRequest>, string, string]>([
    [{ provider_name: 'nobody' }, 'invalid_request_error', 'provider_name'],
    [{ provider_name: 'github-models' }, 'invalid_request_error', 'provider_name'],
    [{ provider_name: 'spidergate' }, 'invalid_request_error', 'provider_name'],
    [
      { provider_name: 'anthropic', api_key: 'sk-ant-oat01-abcdefghijkl' },
      'invalid_request_error',
      'api_key',
    ],
    [{ provider_name: 'cloudflare', api_key: 'cfk_abcdefghijkl' }, 'invalid_request_error', 'api_key'],
    [{ provider_name: 'cloudflare', api_key: 'cfut_abcdefghijkl' }, 'invalid_request_error', 'fields'],
    [{ fields: { account_id: 'x' } }, 'invalid_request_error', 'fields'],
    [{ workspace_id: 'nobody' }, 'invalid_request_error', 'workspace_id'],
    [{ share_with_pool: false }, 'invalid_request_error', 'share_with_pool'],
  ])('refuses %j and changes nothing', async (change, code, param) => {
    const world = await createServiceWorld();
    const error = errorOf(() => world.services.keys.create(groqKey(change)));
    expect([error.code, error.param]).toEqual([code, param]);
    expect(error.message).not.toContain('abcdefghijkl');
    expect(world.services.keys.list()).toEqual([]);
    expect(world.events).toEqual([]);
  });

  it('takes a secret once per provider', async () => {
    const { keys } = (await createServiceWorld()).services;
    keys.create(groqKey({ key_label: 'mine' }));
    const error = errorOf(() => keys.create(groqKey()));
    expect([error.code, error.param]).toEqual(['conflict', 'api_key']);
    keys.create(groqKey({ provider_name: 'cerebras' }));
  });

  it('asks for a passphrase first where there is no keychain, then takes the key', async () => {
    const world = await createServiceWorld({ keychain: false });
    expect(errorOf(() => world.services.keys.create(groqKey())).code).toBe('vault_locked');
    const status = await world.services.vault.unlock({ passphrase: 'correct horse' });
    expect(status.vault).toMatchObject({ state: 'unlocked', protection: 'passphrase' });
    const key = world.services.keys.create(groqKey());
    const locked = await world.restart();
    expect(locked.keyRing.isLocked()).toBe(true);
    expect(locked.keyRing.secretOf(key.id)).toEqual({ ok: false, reason: 'vault_locked' });
    await expect(locked.services.vault.unlock({ passphrase: 'wrong horse' })).rejects.toMatchObject({
      param: 'passphrase',
    });
    await locked.services.vault.unlock({ passphrase: 'correct horse' });
    expect(locked.keyRing.secretOf(key.id).ok).toBe(true);
  });

  it('loses only the one key whose seal is damaged', async () => {
    const world = await createServiceWorld();
    const damaged = world.services.keys.create(groqKey());
    const whole = world.services.keys.create(groqKey({ api_key: `${GROQ_KEY}x` }));
    const row = world.storage.keys.list().find(({ id }) => id === damaged.id);
    if (!row) throw new Error('the key was not stored');
    world.storage.keys.update({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) });
    const again = await world.restart();
    expect(again.keyRing.secretOf(damaged.id)).toEqual({ ok: false, reason: 'damaged' });
    expect(again.keyRing.secretOf(whole.id).ok).toBe(true);
    again.services.keys.create(groqKey({ api_key: `${GROQ_KEY}y` }));
  });

  it('keeps a key with neither workspace nor pool from coming about by a change', async () => {
    const { keys } = (await createServiceWorld()).services;
    const key = keys.create(groqKey());
    expect(errorOf(() => keys.update(key.id, { share_with_pool: false })).param).toBe('share_with_pool');
    expect(keys.update(key.id, { workspace_id: 'personal', share_with_pool: false }).workspace_id).toBe(
      'personal',
    );
    expect(errorOf(() => keys.update(key.id, { workspace_id: null })).param).toBe('share_with_pool');
  });

  it('forgets the health of what is deleted', async () => {
    const world = await createServiceWorld();
    const key = world.services.keys.create(groqKey());
    world.services.keys.resetHealth(key.id);
    world.services.keys.delete(key.id);
    expect(world.healthCalls).toEqual([`reset ${key.id}`, `forget ${key.id}`]);
    expect(world.keyRing.keysOf('groq')).toEqual([]);
    expect(errorOf(() => world.services.keys.delete(key.id)).code).toBe('not_found');
  });

  it('writes down when a key was last used, in batches, and at the end', async () => {
    const clock = createTestClock();
    const world = await createServiceWorld({ clock });
    const key = world.services.keys.create(groqKey());
    world.keyRing.touch(key.id);
    expect(world.storage.keys.list()[0]?.lastUsedAt).toBeNull();
    expect(world.services.keys.list()[0]?.last_used_at).toBe(new Date(clock.now()).toISOString());
    clock.advance(5_000);
    expect(world.storage.keys.list()[0]?.lastUsedAt).not.toBeNull();
    world.keyRing.touch(key.id);
    const again = await world.restart();
    expect(again.services.keys.list()[0]?.last_used_at).toBe(new Date(clock.now()).toISOString());
  });
});
