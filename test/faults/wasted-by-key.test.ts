import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ProviderKey } from '../../src/shared/domain/key';
import type { UsageReport } from '../../src/shared/domain/usage';
import { startCore } from '../support/core';
import { createWorld } from '../support/create-world';
import type { World } from '../support/world';
import { always, answer, type Behaviour } from './behaviours';
import {
  addPricedPlace,
  askEstimate,
  chainPlaces,
  messages,
  type PricedPlace,
  readSpent,
} from './budget-world';

const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
const places: PricedPlace[] = [];
afterAll(async () => {
  await Promise.all(places.map((place) => place.close()));
  rmSync(home, { recursive: true, force: true });
});

let count = 0;
async function openWorldIn(dataDir = path.join(home, `data-${++count}`)) {
  return { world: await createWorld(await startCore({ dataDir })), dataDir };
}

/** What a process that is killed at this moment leaves behind. */
function copyOf(dataDir: string): string {
  const copy = path.join(home, `data-${++count}`);
  cpSync(dataDir, copy, { recursive: true, filter: (file) => !statSync(file).isSocket() });
  return copy;
}

/** The provider counts along while it streams, as some do: so what broke off is known to the nano-dollar. */
const CUT = answer({ tokens: 40, usage: 'growing', cut: { after: 30, how: 'reset' } });
const body = { messages, stream: true, max_tokens: 40 };

async function addPlace(world: World, behaviour: Behaviour, limitNanoUsd = 1e9): Promise<PricedPlace> {
  const key = { spend_limit_amount: limitNanoUsd / 1e9, spend_limit_period: 'day' };
  const place = await addPricedPlace(world, { key });
  places.push(place);
  place.fake.script('*', [always(behaviour)]);
  return place;
}

const chain = (world: World, those: readonly PricedPlace[]) =>
  chainPlaces(world, those, { stream_safety: 'complete' });

async function keyOf({ core }: World, { id }: PricedPlace): Promise<ProviderKey> {
  const { data } = await core.control.call<{ data: readonly ProviderKey[] }>('GET', '/keys');
  const found = data.find(({ provider_name }) => provider_name === id);
  if (!found) throw new Error('the key is gone');
  return found;
}

/** Nano-dollars. */
async function spentBy(world: World, place: PricedPlace): Promise<number> {
  return Math.round(((await keyOf(world, place)).spend?.spent_usd ?? 0) * 1e9);
}

/** Source: issue 4, 3: in every scope, that of a key as well. */
it('a key is booked what broke off with it, another one what it served, also after a restart', async () => {
  const { world, dataDir } = await openWorldIn();
  const [cut, next] = [await addPlace(world, CUT), await addPlace(world, answer())];
  const token = await world.addToken({ budget_usd: 1 });
  const model = await chain(world, [cut, next]);
  const response = await world.post({ ...body, model }, { credential: token.token });
  await response.text();
  expect(response.status).toBe(200);
  const agree = async (now: World) => {
    expect(cut.sold()).toBeGreaterThan(0);
    expect(await spentBy(now, cut)).toBe(cut.sold());
    expect(await spentBy(now, next)).toBe(next.sold());
    expect(await readSpent(now, token)).toBe(cut.sold() + next.sold());
    expect((await keyOf(now, cut)).spend?.reserved_usd).toBe(0);
  };
  await agree(world);
  await world.close();
  const again = await openWorldIn(dataDir);
  await agree(again.world);
  // Counts of requests stand with the key that served.
  const { data } = await again.world.core.control.call<UsageReport>('GET', '/usage?group_by=key&bucket=day');
  expect(data.map(({ group, requests, cost_usd }) => [group?.id, requests, cost_usd])).toEqual([
    [(await keyOf(again.world, next)).id, 1, (cut.sold() + next.sold()) / 1e9],
  ]);
  await again.world.close();
});

it('keys are booked what broke off with them where nobody serves, and tell of their thresholds', async () => {
  const { world } = await openWorldIn();
  const heard: unknown[] = [];
  const listening = await world.core.control.listen(({ type, data }) => {
    if (type === 'budget') heard.push(data);
  });
  const most = await askEstimate(world, { ...body, model: (await addPlace(world, CUT)).ref });
  const two = [await addPlace(world, CUT, most), await addPlace(world, CUT, most)];
  const model = await chain(world, two);
  expect((await world.post({ ...body, model })).status).toBe(502);
  for (const place of two) expect(await spentBy(world, place)).toBe(place.sold());
  const ids = await Promise.all(two.map(async (place) => (await keyOf(world, place)).id));
  expect(heard.map((event) => Reflect.get(Object(event), 'id'))).toEqual(expect.arrayContaining(ids));
  listening.stop();
  // What is left would not do for another one: nobody is asked.
  const calls = two.map(({ fake }) => fake.chats().length);
  const refused = await world.post({ ...body, model });
  expect(await refused.text()).toContain('spend_limit_reached');
  expect(two.map(({ fake }) => fake.chats().length)).toEqual(calls);
  await world.close();
});

it('killed while the next place is asked, each key is booked its own part', async () => {
  const { world, dataDir } = await openWorldIn();
  const cut = await addPlace(world, CUT);
  const slow = await addPlace(world, answer({ headersDelayMs: 60_000 }));
  const token = await world.addToken({ budget_usd: 1 });
  const model = await chain(world, [cut, slow]);
  const most = await askEstimate(world, { ...body, model: slow.ref });
  const asking = world.post({ ...body, model }, { credential: token.token }).catch(() => null);
  await slow.fake.until((requests) => requests.some(({ method }) => method === 'POST'));
  const next = await openWorldIn(copyOf(dataDir));
  expect(await spentBy(next.world, cut)).toBe(cut.sold());
  expect(await spentBy(next.world, slow)).toBe(most);
  expect(await readSpent(next.world, token)).toBe(cut.sold() + most);
  await next.world.close();
  await world.close();
  await asking;
});
