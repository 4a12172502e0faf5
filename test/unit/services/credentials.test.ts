import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../support/gateway-world';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

describe('credentials', () => {
  it('knows a token until it is deleted or its time is over, also after a restart', async () => {
    const clock = createTestClock();
    const world = await createServiceWorld({ clock });
    const { agentTokens } = world.services;
    const made = agentTokens.create({
      name: 'ci-bot',
      allowed_models: ['spideriq/*'],
      scopes: ['gate:chat'],
      expires_at: new Date(clock.now() + 60_000).toISOString(),
    });
    const again = await world.restart();
    expect(again.credentials.check(made.token)).toMatchObject({
      ok: true,
      identity: {
        workspaceId: 'personal',
        tokenId: made.id,
        tokenName: 'ci-bot',
        allowedModels: ['spideriq/*'],
      },
    });
    clock.advance(60_000);
    expect(again.credentials.check(made.token)).toEqual({ ok: false, code: 'invalid_api_key' });
    again.services.agentTokens.update(made.id, { expires_at: null });
    expect(again.credentials.check(made.token).ok).toBe(true);
    again.services.agentTokens.delete(made.id);
    expect(again.credentials.check(made.token)).toEqual({ ok: false, code: 'invalid_api_key' });
  });

  it('shows a token once and stores only its hash', async () => {
    const world = await createServiceWorld();
    const { token, masked } = world.services.agentTokens.create({
      name: 'x',
      allowed_models: [],
      scopes: ['gate:chat'],
    });
    expect(masked).not.toContain(token.slice(15, 30));
    expect(JSON.stringify([world.services.agentTokens.list(), world.events])).not.toContain(token);
  });

  it('tells a wrong form from an unknown credential', async () => {
    const world = await createServiceWorld();
    const { token } = world.services.agentTokens.create({
      name: 'x',
      allowed_models: [],
      scopes: ['gate:chat'],
    });
    const { credential, client_id, id } = world.services.workspaces.create({ name: 'brand' });
    const mistyped = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
    const codeOf = (presented: string) => {
      const check = world.credentials.check(presented);
      return check.ok ? 'ok' : check.code;
    };
    for (const wrong of [
      '',
      'sk-proj-abc',
      mistyped,
      token.slice(1),
      `${token} `,
      'cli_a:key_b',
      `${credential}:x`,
    ]) {
      expect(codeOf(wrong)).toBe('invalid_token_format');
    }
    expect(codeOf(`${client_id}:key_a:secret_b`)).toBe('invalid_api_key');
    expect(codeOf('cli_nobody:key_a:secret_b')).toBe('invalid_api_key');
    expect(world.credentials.check(credential)).toMatchObject({
      ok: true,
      identity: { workspaceId: id, tokenId: null, scopes: ['gate:chat', 'gate:models', 'gate:usage'] },
    });
  });

  it('makes the personal workspace once', async () => {
    const world = await createServiceWorld();
    const before = world.services.workspaces.list();
    expect(before).toMatchObject([{ id: 'personal', name: 'personal' }]);
    expect((await world.restart()).services.workspaces.list()).toEqual(before);
    expect(errorOf(() => world.services.workspaces.create({ name: 'Personal' })).code).toBe('conflict');
  });
});
