import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startCore } from '../support/core';
import { createWorld } from '../support/create-world';
import { startProxy } from '../support/proxy-server';
import { extrasOf, openWorld, type World } from '../support/world';
import { always, answer, failWith } from './behaviours';
import {
  addPricedPlace,
  askEstimate,
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

async function addPlace(options: Parameters<typeof addPricedPlace>[1] = {}): Promise<PricedPlace> {
  const place = await addPricedPlace(world, options);
  places.push(place);
  return place;
}

const usd = (nano: number) => nano / 1e9;

async function ask(credential: string, body: Record<string, unknown>) {
  const response = await world.post({ messages, ...body }, { credential });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Source: issue 4, 3. */
describe('a budget that holds', () => {
  it('serves exactly those of 1,000 parallel requests it can pay for', async () => {
    const place = await addPlace();
    let refused = 0;
    // Nobody's rest goes back before everybody has asked, however slow the machine is.
    let release = () => {};
    const heldUntil = new Promise<void>((resolve) => {
      release = resolve;
    });
    const tooLong = setTimeout(release, 30_000);
    place.fake.script('*', [always(answer({ heldUntil }))]);
    const body = { model: place.ref, max_tokens: 5 };
    const most = await askEstimate(world, body);
    const token = await world.addToken({ budget_usd: usd(most * 100) });
    const asking = Array.from({ length: 1000 }, async () => {
      const answered = await ask(token.token, body);
      if (answered.status === 402) refused += 1;
      if (refused === 900) release();
      return answered;
    });
    const answers = await Promise.all(asking);
    clearTimeout(tooLong);
    const count = (status: number) => answers.filter((each) => each.status === status).length;
    expect([count(200), count(402)]).toEqual([100, 900]);
    expect(place.fake.chats()).toHaveLength(100);
    expect(await readSpent(world, token)).toBe(place.sold());
    expect((await readToken(world, token)).budget?.reserved_usd).toBe(0);
  });

  it('says in a 402 what was spent of what, and when it starts afresh; nobody was called', async () => {
    const place = await addPlace();
    const body = { model: place.ref, max_tokens: 5 };
    const most = await askEstimate(world, body);
    const token = await world.addToken({ budget_usd: usd(most), budget_window: 'day' });
    expect((await ask(token.token, body)).status).toBe(200);
    const refused = await ask(token.token, body);
    const midnight = new Date(new Date().setHours(24, 0, 0, 0)).toISOString();
    expect(refused.status).toBe(402);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect(JSON.parse(refused.text).error).toMatchObject({ code: 'budget_exceeded', type: 'budget_error' });
    expect(refused.text).toContain(`$${usd(place.sold())} of its $${usd(most)}`);
    expect(refused.text).toContain(midnight);
    expect(place.fake.chats()).toHaveLength(1);
    const row = await world.request(refused.headers.get('x-request-id') ?? '');
    expect(row).toMatchObject({
      http_status: 402,
      error_code: 'budget_exceeded',
      cost_usd: 0,
      attempt_count: 0,
    });
  });

  it('passes a place over that it cannot pay for, and takes a cheaper one', async () => {
    const dear = await addPlace({ times: 10 });
    const cheap = await addPlace();
    const broken = await addPlace();
    broken.fake.script('*', [always(failWith(500))]);
    const most = await askEstimate(world, { model: cheap.ref, max_tokens: 5 });
    const token = await world.addToken({ budget_usd: usd(most) });
    const body = { fallback_models: [dear.ref, cheap.ref] };
    const answered = await world.post(
      { model: broken.ref, messages, max_tokens: 5, spidergate_options: body },
      { credential: token.token, path: '/v1/chat/completions?include_route_trace=true' },
    );
    const trace = extrasOf(Object(await answered.json())).route_trace;
    expect(answered.status).toBe(200);
    expect(trace?.skipped).toMatchObject([{ provider: dear.id, reason: 'budget' }]);
    expect(dear.fake.chats()).toHaveLength(0);
    expect(await readSpent(world, token)).toBe(cheap.sold());
  });

  it('bills a stream that its caller left for what was used, and gives the rest back', async () => {
    const place = await addPlace();
    place.fake.script('*', [answer({ tokens: 200, tokenDelayMs: 5 })]);
    const token = await world.addToken({ budget_usd: 1 });
    const leaving = new AbortController();
    const response = await world.post(
      { model: place.ref, messages, stream: true, max_tokens: 200 },
      { credential: token.token, signal: leaving.signal },
    );
    await response.body?.getReader().read();
    const during = (await readToken(world, token)).budget;
    leaving.abort();
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    const after = (await readToken(world, token)).budget;
    expect(during?.reserved_usd).toBeGreaterThan(0);
    expect(row.status).toBe('aborted');
    expect(after).toMatchObject({ spent_usd: row.cost_usd, reserved_usd: 0 });
    expect(row.cost_usd).toBeGreaterThan(0);
    expect(row.cost_usd).toBeLessThan(during?.reserved_usd ?? 0);
  });

  it('charges nothing for attempts that failed, and nothing for a refused request', async () => {
    const place = await addPlace();
    place.fake.script('*', [always(failWith(400, { message: 'no' }))]);
    const token = await world.addToken({ budget_usd: 1 });
    expect((await ask(token.token, { model: place.ref })).status).toBe(400);
    expect((await readToken(world, token)).budget).toMatchObject({ spent_usd: 0, reserved_usd: 0 });
  });

  it('does not let a request through whose price nobody knows', async () => {
    const { fake } = await world.addUpstream();
    // On this computer it would cost nothing.
    const proxy = await startProxy();
    onTestFinished(proxy.close);
    const base_url = `http://unpriced.invalid:${fake.port}/v1`;
    const provider = { id: 'unpriced', name: 'unpriced', base_url, auth: 'none', models: ['fake-model'] };
    await world.core.control.call('POST', '/providers', provider);
    const providers = { unpriced: `http://127.0.0.1:${proxy.port}` };
    await world.core.control.call('PATCH', '/settings', { proxy: { providers } });
    const token = await world.addToken({ budget_usd: 1 });
    const warned = await world.addToken({ budget_usd: 1, budget_action: 'warn' });
    const refused = await ask(token.token, { model: 'unpriced/fake-model' });
    expect([refused.status, fake.chats().length]).toEqual([402, 0]);
    expect((await ask(warned.token, { model: 'unpriced/fake-model' })).status).toBe(200);
    // It says how to mend that, and the price holds from then on.
    expect(refused.text).toContain('no price is known for unpriced/fake-model');
    expect(refused.text).toContain('PATCH /providers/unpriced');
    const models = [{ id: 'fake-model', input_usd_per_million: 1, output_usd_per_million: 1 }];
    await world.core.control.call('PATCH', '/providers/unpriced', { models });
    expect((await ask(token.token, { model: 'unpriced/fake-model' })).status).toBe(200);
    expect((await readToken(world, token)).budget?.spent_usd).toBeGreaterThan(0);
  });

  it('is kept for a whole workspace, whichever token spends it', async () => {
    const place = await addPlace();
    const body = { model: place.ref, max_tokens: 5 };
    const most = await askEstimate(world, body);
    const { id } = await world.addWorkspace();
    await world.core.control.call('PATCH', `/workspaces/${id}`, { budget_usd: usd(most) });
    const tokens = await Promise.all([1, 2].map(() => world.addToken({ workspace_id: id })));
    const answers = [];
    for (const { token } of tokens) answers.push((await ask(token, body)).status);
    expect(answers).toEqual([200, 402]);
  });

  it('is kept for a key: it is passed over, then nobody is left', async () => {
    const place = await addPlace({ key: { spend_limit_amount: 0.000_2, spend_limit_period: 'day' } });
    const body = { model: place.ref, max_tokens: 5 };
    const most = await askEstimate(world, body);
    const statuses = [];
    for (let number = 0; number < 8; number += 1) statuses.push((await ask(world.token, body)).status);
    const served = statuses.filter((status) => status === 200).length;
    expect(served).toBe(Math.floor((200_000 - most) / (place.sold() / served)) + 1);
    expect(statuses.at(-1)).toBe(502);
    expect(place.sold()).toBeLessThanOrEqual(200_000);
  });

  it('is known again after a restart, to the nano-dollar', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
    const dataDir = path.join(home, 'data');
    const first = await createWorld(await startCore({ dataDir }));
    const place = await addPricedPlace(first);
    places.push(place);
    const body = { model: place.ref, max_tokens: 5, messages };
    const token = await first.addToken({ budget_usd: 0.001, rpd_limit: 3 });
    const calling = { credential: token.token };
    await (await first.post(body, calling)).text();
    await (await first.post(body, calling)).text();
    await first.close();
    const second = await createWorld(await startCore({ dataDir }));
    expect(await readSpent(second, token)).toBe(place.sold());
    const statuses = [];
    for (let number = 0; number < 2; number += 1) statuses.push((await second.post(body, calling)).status);
    expect(statuses).toEqual([200, 429]);
    await second.close();
    rmSync(home, { recursive: true, force: true });
  });
});

/** Source: issue 4, 5. */
describe('soft limits', () => {
  it('tell at 50, 80 and 100 %, once each', async () => {
    const place = await addPlace();
    const heard: unknown[] = [];
    const listening = await world.core.control.listen(({ type, data }) => {
      if (type === 'budget') heard.push(data);
    });
    const body = { model: place.ref, max_tokens: 5 };
    await ask(world.token, body);
    const one = place.sold();
    const token = await world.addToken({ budget_usd: usd(one * 10), budget_action: 'warn' });
    for (let number = 0; number < 12; number += 1) await ask(token.token, body);
    await world.post({ messages, model: place.ref });
    listening.stop();
    const own = heard.filter((event) => Reflect.get(Object(event), 'id') === token.id);
    expect(own).toMatchObject([
      { threshold: 50, spent_usd: usd(one * 5), limit_usd: usd(one * 10), scope: 'token', window: 'month' },
      { threshold: 80, spent_usd: usd(one * 8) },
      { threshold: 100, spent_usd: usd(one * 10), action: 'warn' },
    ]);
  });
});
