import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world';
import { always, answer } from './behaviours';
import {
  addPricedPlace,
  askEstimate,
  messages,
  type PlaceOptions,
  type PricedPlace,
  readSpent,
  readToken,
} from './budget-world';

let world: World;
const places: PricedPlace[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world.close();
  await Promise.all(places.map((place) => place.close()));
});

async function addPlace(options: PlaceOptions = {}): Promise<PricedPlace> {
  const place = await addPricedPlace(world, options);
  places.push(place);
  return place;
}

const usd = (nano: number) => nano / 1e9;
const OUTPUT_NANO = 15_000;

/** Source: issue 4, 2. */
describe('limits of a token and its workspace', () => {
  it('hold beside each other: each is the one that refuses, and none counts what another refused', async () => {
    const place = await addPlace();
    const body = { model: place.ref, messages, max_tokens: 5 };
    const most = await askEstimate(world, body);
    const workspace = await world.addWorkspace();
    const token = await world.addToken({
      workspace_id: workspace.id,
      rpm_limit: 4,
      budget_usd: usd(most * 1.5),
    });
    const change = (path: string, fields: object) => world.core.control.call('PATCH', path, fields);
    await change(`/workspaces/${workspace.id}`, { rpd_limit: 3, parallel_limit: 2, budget_usd: 1 });
    const ask = async () => {
      const response = await world.post(body, { credential: token.token });
      const { error } = Object(await response.json());
      const left = ['limit', 'remaining'].map((name) => response.headers.get(`x-ratelimit-${name}-requests`));
      return [response.status, error?.code ?? null, ...left];
    };
    expect(await ask()).toEqual([200, null, '3', '2']);
    expect(await ask()).toEqual([402, 'budget_exceeded', '3', '2']);
    await change(`/agent-tokens/${token.id}`, { budget_usd: 1 });
    expect(await ask()).toEqual([200, null, '3', '1']);
    expect(await ask()).toEqual([200, null, '3', '0']);
    expect(await ask()).toEqual([429, 'daily_rate_limit_exceeded', '3', '0']);
    await change(`/workspaces/${workspace.id}`, { rpd_limit: null });
    expect(await ask()).toEqual([200, null, '4', '0']);
    expect(await ask()).toEqual([429, 'rate_limit_exceeded', '4', '0']);
    await change(`/agent-tokens/${token.id}`, { rpm_limit: null });
    await change(`/workspaces/${workspace.id}`, { rpd_limit: 5 });
    // Four went through while the workspace had no daily limit, or another one.
    expect([await ask(), await ask()]).toEqual([
      [200, null, '5', '0'],
      [429, 'daily_rate_limit_exceeded', '5', '0'],
    ]);
    expect(await readSpent(world, token)).toBe(place.sold());
  });
});

describe('what a request can cost at most', () => {
  it('counts every answer of several, and the largest one where none is named', async () => {
    const { ref: model } = await addPlace();
    const [one, three, open] = [
      await askEstimate(world, { model, max_completion_tokens: 5 }),
      await askEstimate(world, { model, max_completion_tokens: 5, n: 3 }),
      await askEstimate(world, { model }),
    ];
    expect(three - one).toBe(10 * OUTPUT_NANO);
    // What was said of the model.
    expect(open - one).toBe(995 * OUTPUT_NANO);
  });

  it('is the input alone for embeddings, and a budget holds for them too', async () => {
    const place = await addPlace();
    const token = await world.addToken({ budget_usd: 0.000_2 });
    const embed = async () => {
      const response = await world.post(
        { model: place.ref, input: 'a text' },
        { credential: token.token, path: '/v1/embeddings' },
      );
      await response.text();
      return response.status;
    };
    const statuses = [];
    for (let number = 0; number < 30; number += 1) statuses.push(await embed());
    const served = statuses.filter((status) => status === 200).length;
    expect(served).toBeGreaterThan(1);
    expect(statuses.slice(served).every((status) => status === 402)).toBe(true);
    expect(place.fake.chats()).toHaveLength(served);
    expect(await readSpent(world, token)).toBeLessThanOrEqual(200_000);
  });
});

describe('a spend limit of a key that warns', () => {
  it('lets requests through and says what was spent, also over it', async () => {
    const limit = { spend_limit_amount: 0.000_1, spend_limit_period: 'week', spend_limit_action: 'warn' };
    const place = await addPlace({ key: limit });
    place.fake.script('*', [always(answer({ tokens: 5 }))]);
    const heard: unknown[] = [];
    const listening = await world.core.control.listen(({ type, data }) => {
      if (type === 'budget') heard.push(data);
    });
    for (let number = 0; number < 4; number += 1) {
      expect((await world.post({ model: place.ref, messages, max_tokens: 5 })).status).toBe(200);
    }
    await readToken(world, await world.addToken());
    listening.stop();
    const { data } = await world.core.control.call<{
      data: readonly { provider_name: string; spend: object }[];
    }>('GET', '/keys');
    const { spend } = data.find(({ provider_name }) => provider_name === place.id) ?? {};
    expect(spend).toMatchObject({
      window: 'week',
      action: 'warn',
      spent_usd: usd(place.sold()),
      remaining_usd: 0,
    });
    const told = heard.map((event) => Reflect.get(Object(event), 'threshold'));
    expect(told).toEqual([50, 80, 100]);
    expect(heard[0]).toMatchObject({ scope: 'key', action: 'warn', window: 'week' });
  });
});
