import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../../src/main/gateway/ports';
import {
  addProvider,
  answer,
  completion,
  createGatewayWorld,
  makeAlias,
  makeCall,
} from '../../../support/gateway-world';

const DAY_MS = 86_400_000;

/** A world of two remote providers; the first one does as `mood` says. */
function openWorld() {
  const world = createGatewayWorld({ aliases: [makeAlias('my/chain', 'first/m', 'second/m')] });
  const mood = { first: 'well', second: 'well' };
  const respond = (name: 'first' | 'second') => () => {
    if (mood[name] === 'refuses') throw new TransportError('refused', 'no');
    if (mood[name] === 'well') return answer(completion(name));
    const [status, wait] = mood[name].split(' ');
    return answer({ error: {} }, Number(status), wait ? { 'retry-after': wait } : {});
  };
  addProvider(world, 'first', respond('first'));
  addProvider(world, 'second', respond('second'));
  const ask = async () => {
    const before = world.sent.length;
    const reply = await world.gateway.call(makeCall({ model: 'my/chain' }));
    const hosts = world.sent.slice(before).map(({ url }) => new URL(url).hostname.split('.')[0]);
    return { reply, hosts, served: hosts.at(-1) };
  };
  const explain = () => world.gateway.explain({ model: 'my/chain' }, world.identity);
  return { world, mood, ask, explain };
}

describe('a provider that is down for 60 s and comes back', () => {
  it.each(['503', 'refuses'])('(%s): served meanwhile, few probes, used again within 30 s', async (what) => {
    const { world, mood, ask } = openWorld();
    mood.first = what;
    let calls = 0;
    for (let second = 0; second < 60; second += 1) {
      const { reply, hosts, served } = await ask();
      expect(reply).toMatchObject({ status: 200 });
      expect(served).toBe('second');
      calls += hosts.filter((host) => host === 'first').length;
      world.clock.advance(1000);
    }
    // Each probe may be tried once more, as the failure table says.
    expect(calls).toBeLessThanOrEqual(12);
    mood.first = 'well';
    let waited = 0;
    while ((await ask()).served !== 'first') {
      waited += 1;
      world.clock.advance(1000);
    }
    expect(waited).toBeLessThanOrEqual(30);
  });
});

describe('a clock that jumps', () => {
  it('back by a day: a place waits what is left of its time, not a day more', async () => {
    const { world, mood, ask } = openWorld();
    mood.first = '429 30';
    await ask();
    world.clock.advance(-DAY_MS);
    expect((await ask()).served).toBe('second');
    mood.first = 'well';
    world.clock.advance(31_000);
    expect((await ask()).served).toBe('first');
    // What is shown agrees with what is done.
    expect(world.health.keyHealth('first-1').cooling_until).toBeNull();
  });

  it('forward by a day: one probe finds out', async () => {
    const { world, mood, ask, explain } = openWorld();
    mood.first = '429 3600';
    await ask();
    world.clock.advance(DAY_MS);
    expect((await ask()).hosts).toEqual(['first', 'second']);
    expect(explain().skipped).toMatchObject([{ provider: 'first', reason: 'cooling_down' }]);
  });

  it('back by a day: quotas learned in the future are not believed', async () => {
    const { world, explain } = openWorld();
    world.state.responders.set('first.test', () =>
      answer(completion('first'), 200, {
        'x-ratelimit-limit-requests': '10',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '60s',
      }),
    );
    await world.gateway.call(makeCall({ model: 'my/chain' }));
    expect(explain().skipped).toMatchObject([{ provider: 'first', reason: 'quota_spent' }]);
    world.clock.advance(-DAY_MS);
    expect(explain().skipped).toEqual([]);
  });
});

describe('a quota of a day', () => {
  it('is shown until its reset, and probed once an hour', async () => {
    const { world, mood, ask, explain } = openWorld();
    world.state.responders.set('first.test', () =>
      mood.first === 'well'
        ? answer(completion('first'))
        : answer({ error: { message: 'requests per day. Try again in 10h0m0s' } }, 429),
    );
    mood.first = 'spent';
    await ask();
    expect(explain().skipped[0]).toMatchObject({
      reason: 'quota_spent',
      until: new Date(world.clock.now() + 36_000_000).toISOString(),
    });
    let probes = 0;
    for (let minute = 0; minute < 300; minute += 1) {
      world.clock.advance(60_000);
      probes += (await ask()).hosts.filter((host) => host === 'first').length;
    }
    expect(probes).toBe(5);
  });

  it('is not asked for every half minute because Google says so', async () => {
    const { world, ask } = openWorld();
    const quota = { quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' };
    const details = [{ violations: [quota] }, { retryDelay: '29s' }];
    world.state.responders.set('first.test', () =>
      answer(
        [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Quota exceeded.', details } }],
        429,
      ),
    );
    let asked = 0;
    for (let half = 0; half < 600; half += 1) {
      asked += (await ask()).hosts.filter((host) => host === 'first').length;
      world.clock.advance(30_000);
    }
    expect(asked).toBeLessThanOrEqual(9);
  });

  it('that all models of an account share is not asked for model by model', async () => {
    const alias = makeAlias('my/free', 'openrouter/a:free', 'openrouter/openrouter/free', 'second/m');
    const world = createGatewayWorld({ aliases: [alias] });
    addProvider(world, 'second', () => answer(completion('second')));
    world.state.keys.push({ ...(world.state.keys[0] ?? missing()), id: 'or-1', provider: 'openrouter' });
    world.state.responders.set('openrouter.ai', () =>
      answer({ error: { message: 'Rate limit exceeded: free-models-per-day', code: 429 } }, 429),
    );
    await world.gateway.call(makeCall({ model: 'my/free' }));
    expect(world.sent.map(({ url }) => new URL(url).hostname)).toEqual(['openrouter.ai', 'second.test']);
    const account = world.state.keys[0]?.account ?? '';
    expect(new Set(world.health.quota('openrouter', account).map(({ model }) => model))).toEqual(
      new Set([':free']),
    );
  });
});

describe('a computer that is offline', () => {
  it('does not blame its providers when several fail at once, says so, and looks again soon', async () => {
    const { world, mood, ask, explain } = openWorld();
    mood.first = 'refuses';
    mood.second = 'refuses';
    const { reply } = await ask();
    const offline = { status: 503, body: { error: { code: 'service_unavailable' } } };
    expect(reply).toMatchObject(offline);
    expect((await ask()).reply).toMatchObject(offline);
    expect(explain().skipped.map(({ reason }) => reason)).toEqual(['offline', 'offline']);
    expect(['first', 'second'].map((id) => world.health.providerHealth(id))).not.toContain('unhealthy');
    mood.first = 'well';
    mood.second = 'well';
    world.clock.advance(10_000);
    expect((await ask()).served).toBe('first');
    expect(explain().candidates.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  });

  it('is believed to be when the system says so, but a third provider that answers proves the contrary', async () => {
    const { world, mood, ask } = openWorld();
    addProvider(world, 'third', () => answer(completion('third')));
    world.state.aliases.set('my/chain', makeAlias('my/chain', 'first/m', 'second/m', 'third/m'));
    mood.first = 'refuses';
    mood.second = 'refuses';
    expect((await ask()).served).toBe('third');
    expect(world.health.isOffline()).toBe(false);
    world.state.isOnline = false;
    expect((await ask()).reply).toMatchObject({ status: 503 });
  });
});

function missing(): never {
  throw new Error('there is no key');
}
