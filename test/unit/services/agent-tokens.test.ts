import { describe, expect, it } from 'vitest';
import type { AgentToken } from '../../../src/shared/domain/agent-token';
import { agentTokenCreateRequest } from '../../../src/shared/ipc/agent-tokens';
import { createTestClock } from '../../support/gateway-world';
import { createServiceWorld } from '../../support/service-world';
import { errorOf } from './service-fixtures';

const request = (body: object = {}) => agentTokenCreateRequest.parse({ name: 'bot', ...body });

const policyOf = ({ budget_usd, budget_window, budget_action, monthly_budget_usd }: AgentToken) => ({
  budget_usd,
  budget_window,
  budget_action,
  monthly_budget_usd,
});

describe('agent tokens', () => {
  it('show the policy they were made with, over a restart', async () => {
    const world = await createServiceWorld();
    const policy = {
      rpm_limit: 60,
      rpd_limit: 1000,
      tpm_limit: 100_000,
      parallel_limit: 4,
      budget_usd: 0.1,
      budget_window: 'week',
      budget_action: 'warn',
      allowed_models: ['spideriq/*'],
      free_models_only: true,
    };
    const made = world.services.agentTokens.create(request(policy));
    expect(made).toMatchObject({ ...policy, monthly_budget_usd: null, enabled: true, budget: null });
    const { services } = await world.restart();
    expect(services.agentTokens.list()).toMatchObject([policy]);
  });

  it('are not made when they would be over from the start', async () => {
    const { agentTokens } = (await createServiceWorld()).services;
    const make = () => agentTokens.create(request({ expires_at: '2020-01-01T00:00:00Z' }));
    expect(errorOf(make)).toMatchObject({ code: 'invalid_request_error', param: 'expires_at' });
    expect(agentTokens.list()).toEqual([]);
  });

  it('without a word about limits have none', async () => {
    const { services } = await createServiceWorld();
    expect(services.agentTokens.create(request())).toMatchObject({
      rpm_limit: null,
      budget_usd: null,
      budget_window: null,
      free_models_only: false,
    });
  });

  it('take a monthly budget by either name, and show it by both', async () => {
    const { agentTokens } = (await createServiceWorld()).services;
    const both = {
      budget_usd: 5,
      budget_window: 'month',
      budget_action: 'block',
      monthly_budget_usd: 5,
    } as const;
    const made = agentTokens.create(request({ monthly_budget_usd: 5 }));
    expect(policyOf(made)).toEqual(both);
    expect(policyOf(agentTokens.create(request({ budget_usd: 5 })))).toEqual(both);
    // What was read may be sent back as a whole.
    expect(policyOf(agentTokens.update(made.id, both))).toEqual(both);
    const daily = agentTokens.update(made.id, {
      budget_usd: 1,
      budget_window: 'day',
      monthly_budget_usd: null,
    });
    expect(policyOf(daily)).toMatchObject({ budget_usd: 1, budget_window: 'day', monthly_budget_usd: null });
    // No monthly budget is what it has already.
    expect(policyOf(agentTokens.update(made.id, { monthly_budget_usd: null }))).toEqual(policyOf(daily));
    expect(agentTokens.update(made.id, { budget_usd: null }).budget_window).toBeNull();
  });

  it('refuse budgets that contradict themselves or are about nothing, and change nothing', async () => {
    const { agentTokens } = (await createServiceWorld()).services;
    const { id } = agentTokens.create(request());
    const paramOf = (change: Parameters<typeof agentTokens.update>[1]) =>
      errorOf(() => agentTokens.update(id, change)).param;
    expect(paramOf({ monthly_budget_usd: 5, budget_window: 'day' })).toBe('monthly_budget_usd');
    expect(paramOf({ monthly_budget_usd: 5, budget_usd: 6 })).toBe('monthly_budget_usd');
    expect(paramOf({ budget_action: 'warn' })).toBe('budget_usd');
    expect(agentTokens.list()[0]?.budget_usd).toBeNull();
  });

  it('keep what a change does not name', async () => {
    const { agentTokens } = (await createServiceWorld()).services;
    const { id } = agentTokens.create(request({ budget_usd: 2, budget_window: 'day', rpm_limit: 5 }));
    agentTokens.update(id, { budget_action: 'warn' });
    const changed = agentTokens.update(id, { rpm_limit: null });
    expect(changed).toMatchObject({
      budget_usd: 2,
      budget_window: 'day',
      budget_action: 'warn',
      rpm_limit: null,
    });
  });

  it('are rotated: another secret, the same token, the old secret dead at once and after a restart', async () => {
    const world = await createServiceWorld();
    const made = world.services.agentTokens.create(request({ rpm_limit: 5 }));
    const rotated = world.services.agentTokens.rotate(made.id);
    expect(rotated).toMatchObject({ id: made.id, name: 'bot', rpm_limit: 5 });
    expect(rotated.masked).not.toBe(made.masked);
    for (const { credentials } of [world, await world.restart()]) {
      expect(credentials.check(made.token)).toEqual({ ok: false, code: 'invalid_api_key' });
      expect(credentials.check(rotated.token)).toMatchObject({ ok: true, identity: { tokenId: made.id } });
    }
  });

  it('are paused and go on', async () => {
    const { services, credentials } = await createServiceWorld();
    const made = services.agentTokens.create(request());
    services.agentTokens.update(made.id, { enabled: false });
    expect(credentials.check(made.token)).toEqual({ ok: false, code: 'invalid_api_key' });
    services.agentTokens.update(made.id, { enabled: true });
    expect(credentials.check(made.token).ok).toBe(true);
  });
});

describe('an identity that is under way', () => {
  async function admit() {
    const clock = createTestClock();
    const world = await createServiceWorld({ clock });
    const made = world.services.agentTokens.create(
      request({ expires_at: new Date(clock.now() + 60_000).toISOString() }),
    );
    const check = world.credentials.check(made.token);
    if (!check.ok) throw new Error('not admitted');
    return {
      clock,
      made,
      ...world,
      ...world.services,
      isValid: () => world.credentials.isValid(check.identity),
    };
  }

  it('ends when its token is deleted, paused, rotated or expires', async () => {
    const ends: ((world: Awaited<ReturnType<typeof admit>>) => void)[] = [
      ({ agentTokens, made }) => agentTokens.delete(made.id),
      ({ agentTokens, made }) => agentTokens.update(made.id, { enabled: false }),
      ({ agentTokens, made }) => agentTokens.rotate(made.id),
      ({ clock }) => clock.advance(60_000),
    ];
    for (const end of ends) {
      const world = await admit();
      expect(world.isValid()).toBe(true);
      end(world);
      expect(world.isValid()).toBe(false);
    }
  });

  it('goes on when the token, its workspace or another one changes', async () => {
    const { agentTokens, workspaces, made, isValid } = await admit();
    agentTokens.update(made.id, { name: 'other', rpm_limit: 1, expires_at: null });
    workspaces.update('personal', { rpm_limit: 3 });
    // Reads all tokens anew.
    workspaces.update('personal', { name: 'mine' });
    agentTokens.rotate(agentTokens.create(request()).id);
    expect(isValid()).toBe(true);
  });
});
