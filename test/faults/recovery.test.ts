import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCore } from '../support/core';
import { createWorld } from '../support/create-world';
import { type FakeUpstream, openWorld, type World } from '../support/world';
import { always, answer, failWith } from './behaviours';
import { lookAtPlace } from './health-view';

const messages = [{ role: 'user', content: 'hello' }];
const BURST = 50;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Source: routing.md, "Health, per key". */
describe('many requests at once', () => {
  it.each([
    ['JSON', false],
    ['stream', true],
  ])(
    '50 failures that were in flight together are one step, their retries included (%s)',
    async (_, stream) => {
      const { broken, alias } = await brokenThenGood(world);
      broken.fake.script('*', [always(failWith(500))]);
      const answers = await askMany(alias, stream);
      expect(answers).toEqual(Array(BURST).fill(200));
      expect((await lookAtPlace(world, broken, alias)).key).toMatchObject({
        status: 'degraded',
        consecutive_failures: 1,
      });
    },
  );

  it('50 refusals that were in flight together wait once, not for ever longer', async () => {
    const { broken, alias } = await brokenThenGood(world);
    broken.fake.script('*', [always(failWith(429))]);
    await askMany(alias);
    expect((await lookAtPlace(world, broken, alias)).backInS).toBeLessThanOrEqual(2);
  });

  it('after a wait one single request probes, and the others do not wait for it', async () => {
    const { broken, good, alias } = await brokenThenGood(world);
    broken.fake.script('*', [
      failWith(429, {}, { 'retry-after': '1' }),
      always(answer({ headersDelayMs: 300 })),
    ]);
    await ask(alias);
    await sleep(1050);
    expect(await askMany(alias)).toEqual(Array(BURST).fill(200));
    expect([broken, good].map(({ fake }) => fake.chats().length)).toEqual([2, BURST]);
    // The probe went well, so everybody may.
    await askMany(alias);
    expect(broken.fake.chats()).toHaveLength(2 + BURST);
  });

  it('a long stream that probes does not keep others out until its end', async () => {
    const { broken, good, alias } = await brokenThenGood(world);
    const long = answer({ tokens: 400, tokenDelayMs: 10 });
    broken.fake.script('*', [failWith(429, {}, { 'retry-after': '1' }), long]);
    await ask(alias);
    await sleep(1050);
    const probe = new AbortController();
    const stream = await world.post({ model: alias, messages, stream: true }, { signal: probe.signal });
    await stream.body?.getReader().read();
    expect(await ask(alias)).toBe(200);
    probe.abort();
    expect([broken, good].map(({ fake }) => fake.chats().length)).toEqual([3, 1]);
  });

  it('two silent places do not keep a JSON answer from the third', async () => {
    const places = [await world.addUpstream(), await world.addUpstream(), await world.addUpstream()];
    for (const { fake } of places.slice(0, 2)) fake.script('*', [{ kind: 'silence' }]);
    const alias = await world.addAlias(places, { first_token_ms: 200 });
    const began = performance.now();
    expect(await ask(alias)).toBe(200);
    expect(performance.now() - began).toBeLessThan(2000);
    // Being overtaken is being slow: the next request goes to the quick one first.
    expect((await lookAtPlace(world, places[0] ?? missing(), alias)).route).toBe('degraded');
  });

  it('max_attempts 1 is no reason to give up on a slow JSON answer', async () => {
    const { broken, alias } = await brokenThenGood(world, { max_attempts: 1, first_token_ms: 100 });
    broken.fake.script('*', [answer({ headersDelayMs: 400 })]);
    expect(await ask(alias)).toBe(200);
  });
});

describe('coming back', () => {
  it('a provider that was down is left alone with few probes, and used again soon after its return', async () => {
    const { broken, good, alias } = await brokenThenGood(world);
    broken.fake.script('*', [always(failWith(503))]);
    const down = performance.now();
    // 60 s with a wait of at most 30 s after; here a ladder's first steps of 5 s and 5 s.
    for (; performance.now() - down < 1500; await sleep(25)) expect(await ask(alias)).toBe(200);
    const probes = broken.fake.chats().length;
    expect(probes).toBeLessThanOrEqual(4);
    expect(good.fake.chats().length).toBeGreaterThan(20);
    broken.fake.script('*', []);
    const back = performance.now();
    while (broken.fake.chats().length === probes) {
      expect(await ask(alias)).toBe(200);
      await sleep(50);
    }
    expect(performance.now() - back).toBeLessThan(6000);
    expect((await lookAtPlace(world, broken, alias)).route).toBe('healthy');
  });

  it('can be had by hand', async () => {
    const { broken, alias } = await brokenThenGood(world);
    broken.fake.script('*', [failWith(401), failWith(404), failWith(429, {}, { 'retry-after': '3000' })]);
    for (const route of ['key_unhealthy', 'model_gone', 'cooling_down']) {
      await ask(alias);
      expect((await lookAtPlace(world, broken, alias)).route).toBe(route);
      await world.core.control.call('POST', `/keys/${broken.keys[0]?.id}/reset-health`);
      expect((await lookAtPlace(world, broken, alias)).route).toBe('healthy');
    }
  });

  it('what was learned is kept over a restart, to the second', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
    const dataDir = path.join(home, 'data');
    const first = await createWorld(await startCore({ dataDir }));
    const places = [];
    for (const behaviour of [
      failWith(429, { message: 'requests per day. Try again in 5h3m1s' }),
      failWith(401),
      failWith(404),
      failWith(403),
      failWith(400, { message: "Unsupported parameter: 'seed'", param: 'seed' }),
    ]) {
      const { broken, alias } = await brokenThenGood(first);
      broken.fake.script('*', [behaviour]);
      await (await first.post({ model: alias, messages, seed: 1 })).text();
      places.push({ broken, alias, view: await lookAtPlace(first, broken, alias) });
    }
    expect(places.map(({ view }) => view.route)).toEqual([
      'quota_spent',
      'key_unhealthy',
      'model_gone',
      'cooling_down',
      'healthy',
    ]);
    await first.core.close();
    const second = await createWorld(await startCore({ dataDir }));
    for (const { broken, alias, view } of places) {
      const after = await lookAtPlace(second, broken, alias);
      expect({ ...after.key, route: after.route }).toMatchObject({
        route: view.route,
        status: view.key.status,
        cooling_until: view.key.cooling_until,
      });
    }
    const refusing = places.at(-1) ?? missing();
    await (await second.post({ model: refusing.alias, messages, seed: 1 })).text();
    expect(refusing.broken.fake.chats().map(({ body }) => 'seed' in body)).toEqual([true, false]);
    await second.close();
    await first.close();
    rmSync(home, { recursive: true, force: true });
  });
});

async function ask(model: string, stream = false): Promise<number> {
  const response = await world.post({ model, messages, stream });
  await response.text();
  return response.status;
}

function askMany(alias: string, stream = false): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: BURST }, () => ask(alias, stream)));
}

async function brokenThenGood(
  where: World,
  temper = {},
): Promise<{ broken: FakeUpstream; good: FakeUpstream; alias: string }> {
  const broken = await where.addUpstream({ name: 'broken' });
  const good = await where.addUpstream({ name: 'good' });
  return { broken, good, alias: await where.addAlias([broken, good], temper) };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function missing(): never {
  throw new Error('a place is missing');
}
