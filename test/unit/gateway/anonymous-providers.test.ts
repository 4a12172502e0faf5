import { describe, expect, it } from 'vitest';
import { embeddedAliases } from '../../../src/main/catalog/aliases';
import { addKey, answer, completion, createGatewayWorld, makeCall } from '../../support/gateway-world';

const OVH = 'oai.endpoints.kepler.ai.cloud.ovh.net';
const KILO = 'api.kilo.ai';
const LLM7 = 'api.llm7.io';

/** Source: issue 3, point 4. Nobody has given a key; the switch is on or off. */
function openWorld(isAllowed: boolean) {
  const world = createGatewayWorld();
  world.state.settings = { ...world.state.settings, anonymous_providers: isAllowed };
  for (const host of [OVH, KILO, LLM7]) {
    world.state.responders.set(host, () => answer(completion(`from ${host}`)));
  }
  const ask = (model: string) => world.gateway.call(makeCall({ model }));
  const asked = () => world.state.sent.map(({ url }) => new URL(url).hostname);
  return { world, ask, asked };
}

describe('a newcomer without any account', () => {
  const tasks = embeddedAliases.map(({ id }) => id).filter((id) => id.startsWith('spideriq/'));

  it.each(tasks)('%s: answered for real once the switch is on, and by no stranger before', async (model) => {
    const off = openWorld(false);
    expect(await off.ask(model)).toMatchObject({ body: { spidergate_metadata: { provider: 'spidergate' } } });
    expect(off.asked().filter((host) => [OVH, KILO, LLM7].includes(host))).toEqual([]);

    const on = openWorld(true);
    expect(await on.ask(model)).toMatchObject({
      status: 200,
      body: { choices: [{ message: { content: expect.stringContaining('from ') } }] },
    });
  });

  it('sends no key to anybody, and goes on to the next when one is busy', async () => {
    const { world, ask, asked } = openWorld(true);
    const busy = () => answer({ error: { message: 'Too many requests' } }, 429, { 'retry-after': '30' });
    world.state.responders.set(OVH, busy);
    world.state.responders.set(LLM7, busy);
    const reply = await ask('spideriq/chat');
    expect(reply).toMatchObject({ status: 200, body: { spidergate_metadata: { provider: 'kilo' } } });
    expect(new Set(asked())).toEqual(new Set([OVH, LLM7, KILO]));
    expect(world.state.sent.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
    // Their limits are the address's: what was used is counted although there is no key.
    expect(world.health.quota('kilo', 'kilo')).toMatchObject([{ window: 'hour', limit: 200, left: 199 }]);
  });

  it('is not what an account is counted by: with a key other limits hold', async () => {
    const { world } = openWorld(true);
    addKey(world, 'ovh', { account: 'mine' });
    for (let count = 0; count < 5; count += 1) {
      const reply = await world.gateway.call(makeCall({ model: 'ovh/gpt-oss-120b' }));
      expect(reply).toMatchObject({ status: 200 });
    }
    expect(world.health.quota('ovh', 'mine')).toEqual([]);
    const [place] = world.gateway.explain({ model: 'ovh/gpt-oss-120b' }, world.identity).candidates;
    expect(place).toMatchObject({ health: 'healthy', quota_left: null });
  });
});
