import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AliasTemper } from '../../src/shared/domain/alias';
import type { Status } from '../../src/shared/domain/status';
import { extrasOf, openWorld, type World } from '../support/world';
import { always, answer, type Behaviour, failWith } from './behaviours';
import {
  addPricedPlace,
  askEstimate,
  chainPlaces,
  messages,
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

async function addPlace(behaviour: Behaviour): Promise<PricedPlace> {
  const place = await addPricedPlace(world);
  places.push(place);
  place.fake.script('*', [always(behaviour)]);
  return place;
}

const chain = (those: readonly PricedPlace[], temper: Partial<AliasTemper>) =>
  chainPlaces(world, those, temper);

const usd = (nano: number) => nano / 1e9;
const nano = (dollars: number | null) => Math.round((dollars ?? 0) * 1e9);
const sold = () => places.slice(-2).reduce((sum, place) => sum + place.sold(), 0);
const CUT = answer({ tokens: 40, cut: { after: 30, how: 'reset' } });

/** Source: issue 4, 3: whoever sends a bill, it is in the budget, also when the caller saw nothing of the answer. */
describe('an answer that was held back and broke off', () => {
  const body = { messages, stream: true, max_tokens: 40 };

  it('is paid beside the one that served, and the trace says what each cost', async () => {
    const alias = await chain([await addPlace(CUT), await addPlace(answer())], { stream_safety: 'complete' });
    const token = await world.addToken({ budget_usd: 1, tpm_limit: 1000 });
    const path = '/v1/chat/completions?include_route_trace=true';
    const response = await world.post({ ...body, model: alias }, { credential: token.token, path });
    await response.text();
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    const costs = row.trace?.attempts.map(({ cost_usd }) => nano(cost_usd)) ?? [];
    expect(row).toMatchObject({ status: 'ok', cost_source: 'estimated' });
    expect(nano(row.cost_usd)).toBeGreaterThanOrEqual(sold());
    expect(nano(row.cost_usd)).toBe(costs.reduce((sum, cost) => sum + cost, 0));
    expect(await readSpent(world, token)).toBe(nano(row.cost_usd));
    expect((await readToken(world, token)).budget?.reserved_usd).toBe(0);
    // Both were drawn in this minute: 30 tokens of one, 5 of the other, and their input.
    const tooMany = await world.post(
      { ...body, model: alias, max_tokens: 1000 - 40 },
      { credential: token.token },
    );
    expect(tooMany.status).toBe(429);
    expect(Number(tooMany.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(1000 - 40);
  });

  it('leaves the next place only what is left of the budget', async () => {
    const [cut, next] = [await addPlace(CUT), await addPlace(answer())];
    const alias = await chain([cut, next], { stream_safety: 'complete' });
    const most = await askEstimate(world, { ...body, model: cut.ref });
    const token = await world.addToken({ budget_usd: usd(most) });
    const response = await world.post({ ...body, model: alias }, { credential: token.token });
    const text = await response.text();
    expect(response.status, text).toBe(502);
    expect(text).toContain('"reason":"budget"');
    expect(next.fake.chats()).toHaveLength(0);
    const spent = await readSpent(world, token);
    expect(spent).toBeGreaterThanOrEqual(sold());
    expect(spent).toBeLessThanOrEqual(most);
  });
});

describe('an answer with nothing in it', () => {
  it('is paid where its provider counted it', async () => {
    const empty = await addPlace(answer({ tokens: 0, usage: 'own-chunk', finishReason: null }));
    const alias = await chain([empty, await addPlace(answer())], { stream_safety: 'live' });
    const token = await world.addToken({ budget_usd: 1 });
    const response = await world.post(
      { messages, stream: true, max_tokens: 5, model: alias },
      { credential: token.token },
    );
    await response.text();
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row.trace?.attempts.map(({ outcome, cost_usd }) => [outcome, nano(cost_usd) > 0])).toEqual([
      ['not_an_answer', true],
      ['ok', true],
    ]);
    expect(await readSpent(world, token)).toBe(nano(row.cost_usd));
    expect(nano(row.cost_usd)).toBeGreaterThan(sold());
  });
});

describe('a request that its caller left before anything came', () => {
  it.each([false, true])(
    'is charged what was read of it, marked as estimated (stream: %s)',
    async (stream) => {
      const place = await addPlace(answer({ headersDelayMs: 5_000 }));
      const token = await world.addToken({ budget_usd: 1 });
      const leaving = new AbortController();
      const body = { model: place.ref, messages, stream, max_tokens: 5 };
      const asking = world.post(body, { credential: token.token, signal: leaving.signal }).catch(() => null);
      await place.fake.until((requests) => requests.some(({ method }) => method === 'POST'));
      leaving.abort();
      await asking;
      await place.fake.until((requests) => requests.some(({ aborted }) => aborted));
      const { data } = await world.core.control.call<{ data: readonly { id: string }[] }>(
        'GET',
        `/requests?token=${token.id}`,
      );
      const row = await world.request(data[0]?.id ?? '');
      expect(row).toMatchObject({ status: 'aborted', provider: place.id, cost_source: 'estimated' });
      expect(row.cost_usd).toBeGreaterThan(0);
      expect(row.trace?.attempts[0]?.cost_usd).toBe(row.cost_usd);
      expect((await readToken(world, token)).budget).toMatchObject({
        spent_usd: row.cost_usd,
        reserved_usd: 0,
      });
      // A sum that holds an estimate says so.
      const { counts } = await world.core.control.call<Status>('GET', '/status');
      expect(counts.cost_estimated_today).toBeGreaterThan(0);
      expect(counts.cost_unknown_today).toBe(0);
    },
  );
});

describe('a second place that is asked beside a slow one', () => {
  const temper = { first_token_ms: 100 };

  it('is paid beside what the slow one has read', async () => {
    const slow = await addPlace(answer({ headersDelayMs: 4_000 }));
    const quick = await addPlace(answer());
    const alias = await chain([slow, quick], temper);
    const token = await world.addToken({ budget_usd: 1 });
    const path = '/v1/chat/completions?include_route_trace=true';
    const response = await world.post(
      { model: alias, messages, max_tokens: 5 },
      { credential: token.token, path },
    );
    const trace = extrasOf(Object(await response.json())).route_trace;
    expect(trace?.attempts.find(({ outcome }) => outcome === 'superseded')?.cost_usd).toBeGreaterThan(0);
    expect(await readSpent(world, token)).toBeGreaterThan(quick.sold());
  });

  it('is not asked where the budget has no room for both', async () => {
    const slow = await addPlace(answer({ headersDelayMs: 600 }));
    const other = await addPlace(answer());
    const alias = await chain([slow, other], temper);
    const body = { messages, max_tokens: 5 };
    const most = await askEstimate(world, { ...body, model: slow.ref });
    const token = await world.addToken({ budget_usd: usd(most) });
    expect((await world.post({ ...body, model: alias }, { credential: token.token })).status).toBe(200);
    expect(other.fake.chats()).toHaveLength(0);
    expect(await readSpent(world, token)).toBe(slow.sold());
  });

  it('may be asked with the same money once the first one has failed', async () => {
    const failed = await addPlace(failWith(500));
    const other = await addPlace(answer());
    const alias = await chain([failed, other], temper);
    const body = { messages, max_tokens: 5 };
    const most = await askEstimate(world, { ...body, model: failed.ref });
    const token = await world.addToken({ budget_usd: usd(most) });
    expect((await world.post({ ...body, model: alias }, { credential: token.token })).status).toBe(200);
    expect(await readSpent(world, token)).toBe(other.sold());
  });
});
