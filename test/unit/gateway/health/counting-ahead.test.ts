import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../../src/main/gateway/attempt';
import { createHealthBook } from '../../../../src/main/gateway/health';
import { embeddedProviders } from '../../../../src/main/providers';
import {
  addKey,
  answer,
  completion,
  createGatewayWorld,
  createMemoryHealthStore,
  createTestClock,
  loadOf,
  makeAlias,
  makeCall,
} from '../../../support/gateway-world';

const tooFast: Failure = {
  kind: 'rate_limited',
  httpStatus: 429,
  code: 'x',
  retryAfterMs: null,
  message: null,
  param: null,
};

/** The health of the shipped providers, which can be opened again on the same store. */
function openHealth() {
  const clock = createTestClock();
  const store = createMemoryHealthStore();
  const open = () =>
    createHealthBook({
      clock,
      store,
      isSystemOnline: () => true,
      provider: (id) => embeddedProviders.find((provider) => provider.id === id) ?? null,
      key: () => null,
      onKeyChange: () => {},
      onProviderChange: () => {},
    });
  return { clock, open };
}

const placeAt = (provider: string, model: string, account = 'a') => ({
  provider,
  model,
  keyId: `${provider}-${account}`,
  account,
  isLocal: false,
});

describe('a limit of parallel requests', () => {
  const flash = placeAt('zai', 'glm-4.7-flash');

  it('sends the second request to the next place, and goes back once the first has ended', async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/two', 'zai/glm-4.7-flash', 'groq/m')] });
    addKey(world, 'zai');
    addKey(world, 'groq');
    let finish = () => {};
    world.state.responders.set('api.z.ai', async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return answer(completion('zai'));
    });
    world.state.responders.set('api.groq.com', () => answer(completion('groq')));
    const ask = () => world.gateway.call(makeCall({ model: 'my/two' }));
    const first = ask();
    expect(await ask()).toMatchObject({ body: { spidergate_metadata: { provider: 'groq' } } });
    finish();
    expect(await first).toMatchObject({ body: { spidergate_metadata: { provider: 'zai' } } });
    void ask();
    await Promise.resolve();
    expect(world.state.sent.map(({ url }) => new URL(url).hostname)).toEqual([
      'api.z.ai',
      'api.groq.com',
      'api.z.ai',
    ]);
    finish();
  });

  it('is counted per account and model, and another account is picked first', () => {
    const health = openHealth().open();
    health.begin(flash, loadOf(1));
    expect(health.look(flash, loadOf(1))).toMatchObject({ usable: true, rank: 'degraded', quotaLeft: 0 });
    for (const free of [placeAt('zai', 'glm-4.6v-flash'), placeAt('zai', 'glm-4.7-flash', 'b')]) {
      expect(health.look(free, loadOf(1))).toMatchObject({ rank: 'healthy', quotaLeft: null });
    }
  });

  it('is not believed of an account that answers beyond it, until that refuses', () => {
    const { open, clock } = openHealth();
    const health = open();
    const [first, second] = [health.begin(flash, loadOf(1)), health.begin(flash, loadOf(1))];
    second.succeed(null);
    expect(health.look(flash, loadOf(1))).toMatchObject({ rank: 'healthy' });
    first.succeed(null);
    health.begin(flash, loadOf(1)).fail(tooFast);
    clock.advance(60_000);
    health.begin(flash, loadOf(1)).succeed(null);
    health.begin(flash, loadOf(1));
    expect(health.look(flash, loadOf(1))).toMatchObject({ usable: true, rank: 'degraded' });
  });

  it('stays disproved, or proved again, over a restart', () => {
    const { open, clock } = openHealth();
    const restart = (health: ReturnType<typeof open>) => {
      health.flush();
      return open();
    };
    const rankWithOneUnderWay = (health: ReturnType<typeof open>) => {
      const lease = health.begin(flash, loadOf(1));
      const looked = health.look(flash, loadOf(1));
      lease.release();
      return looked.usable && looked.rank;
    };
    const first = open();
    expect(rankWithOneUnderWay(first)).toBe('degraded');
    const leases = [first.begin(flash, loadOf(1)), first.begin(flash, loadOf(1))];
    for (const lease of leases.reverse()) lease.succeed(null);
    const second = restart(first);
    expect(rankWithOneUnderWay(second)).toBe('healthy');
    second.begin(flash, loadOf(1)).fail(tooFast);
    clock.advance(60_000);
    second.begin(flash, loadOf(1)).succeed(null);
    expect(rankWithOneUnderWay(restart(second))).toBe('degraded');
  });
});

describe('tokens and neurons', () => {
  const left = (health: ReturnType<ReturnType<typeof openHealth>['open']>, id: string, unit: string) =>
    health.quota(id, 'a').find((window) => window.unit === unit && window.window === 'day')?.left;

  it('an estimate gives way to what was used: large limits on answers do not eat up a free day', () => {
    const health = openHealth().open();
    const groq = placeAt('groq', 'openai/gpt-oss-120b');
    for (let count = 0; count < 10; count += 1) {
      health.begin(groq, { inputTokens: 100, maxOutputTokens: 32_000 }).succeed({ input: 90, output: 10 });
    }
    expect(left(health, 'groq', 'tokens')).toBe(200_000 - 10 * 100);
    // What failed has used no tokens, but was a request.
    health.begin(groq, loadOf(5000)).fail({ ...tooFast, kind: 'server_error' });
    expect(left(health, 'groq', 'tokens')).toBe(200_000 - 10 * 100);
    expect(left(health, 'groq', 'requests')).toBe(1000 - 11);
  });

  it('who reserves the largest answer allowed is asked for no more than that leaves', () => {
    const health = openHealth().open();
    const cerebras = placeAt('cerebras', 'gpt-oss-120b');
    health.begin(cerebras, { inputTokens: 1000, maxOutputTokens: 28_500 });
    const look = (maxOutputTokens: number) => health.look(cerebras, { inputTokens: 100, maxOutputTokens });
    expect([look(100), look(8000)].map((looked) => looked.usable && looked.rank)).toEqual([
      'healthy',
      'degraded',
    ]);
  });

  it('neurons are counted by model, shared by all of an account, and put a spent day last', () => {
    const health = openHealth().open();
    const large = placeAt('cloudflare', '@cf/openai/gpt-oss-120b');
    const small = placeAt('cloudflare', '@cf/openai/gpt-oss-20b');
    health.begin(large, loadOf(1000)).succeed({ input: 100_000, output: 10_000 });
    expect(left(health, 'cloudflare', 'neurons')).toBe(Math.round(10_000 - 3181.8 - 681.82));
    health.begin(small, loadOf(1000)).succeed({ input: 400_000, output: 0 });
    for (const place of [large, small]) {
      expect(health.look(place, loadOf(1000))).toMatchObject({ usable: true, rank: 'degraded' });
    }
  });

  it('says nothing of neurons while only models without a known rate were asked', () => {
    const health = openHealth().open();
    health.begin(placeAt('cloudflare', '@cf/some/other'), loadOf(1000)).succeed({ input: 9e6, output: 9e6 });
    expect(left(health, 'cloudflare', 'neurons')).toBeUndefined();
  });
});

describe('a guessed rate', () => {
  it('is kept over a restart, like everything that was learned', () => {
    const { clock, open } = openHealth();
    const nvidia = placeAt('nvidia', 'm');
    const perMinute = (health: ReturnType<typeof open>) =>
      health.quota('nvidia', 'a').find(({ window }) => window === 'minute')?.limit;
    const before = open();
    before.begin(nvidia, loadOf(1)).fail(tooFast);
    before.flush();
    clock.advance(61_000);
    const after = open();
    after.begin(nvidia, loadOf(1));
    expect(perMinute(after)).toBe(20);
  });
});

describe('a computer whose clock is set back while it seems offline', () => {
  it('is believed to be offline for seconds, not for a day', () => {
    const { clock, open } = openHealth();
    const health = open();
    for (const id of ['groq', 'mistral']) {
      health.begin(placeAt(id, 'm'), loadOf(1)).fail({ ...tooFast, kind: 'connection_failed' });
    }
    expect(health.isOffline()).toBe(true);
    clock.advance(-86_400_000);
    clock.advance(10_000);
    expect(health.isOffline()).toBe(false);
  });
});
