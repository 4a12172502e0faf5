import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { openWorld, type World } from '../support/world';
import { always, answer, failWith } from './behaviours';

/** Source: routing.md, 429: a wait under 2 s with nothing else left is sat out, whoever was told of it. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const messages = [{ role: 'user', content: 'hello' }];

/** A chain whose first place was told by an earlier request to wait, and whose second one fails. */
async function restingThenBroken(retryAfter: string, temper = {}) {
  const resting = await world.addUpstream({ name: 'resting' });
  const broken = await world.addUpstream({ name: 'broken' });
  resting.fake.script('*', [failWith(429, {}, { 'retry-after': retryAfter }), always(answer())]);
  broken.fake.script('*', [always(failWith(403))]);
  const alias = await world.addAlias([resting, broken], temper);
  const refused = await world.post({
    model: resting.ref,
    messages,
    spidergate_options: { retry_count: 0 },
  });
  expect(refused.status).toBe(429);
  return { resting, broken, alias };
}

describe('when all that could be tried has failed', () => {
  it.each([
    ['JSON', false],
    ['stream', true],
  ])('a place left out at planning is waited for when it is back within 2 s (%s)', async (_, stream) => {
    const { resting, broken, alias } = await restingThenBroken('1');
    const response = await world.post({ model: alias, messages, stream });
    expect(response.status).toBe(200);
    const id = response.headers.get('x-request-id') ?? '';
    if (stream) expect((await readStream(response)).done).toBe(true);
    else await response.text();
    const { trace, provider } = await world.request(id);
    expect(provider).toBe(resting.id);
    expect(trace?.attempts.map(({ outcome }) => outcome)).toEqual(['forbidden', 'ok']);
    expect(trace?.skipped).toMatchObject([{ provider: resting.id, reason: 'cooling_down' }]);
    expect(broken.fake.chats()).toHaveLength(1);
  });

  it('as long as the alias is patient, too', async () => {
    const { resting, alias } = await restingThenBroken('3', { patience_ms: 4000 });
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(200);
    expect((await world.request(response.headers.get('x-request-id') ?? '')).provider).toBe(resting.id);
  });

  it('not one that is back later, nor past the time the caller gives', async () => {
    const far = await restingThenBroken('30');
    const began = performance.now();
    expect((await world.post({ model: far.alias, messages })).status).toBe(502);
    const near = await restingThenBroken('1');
    const body = { model: near.alias, messages, spidergate_options: { timeout_ms: 300 } };
    expect((await world.post(body)).status).toBe(502);
    expect(performance.now() - began).toBeLessThan(1500);
    expect([far, near].map(({ resting }) => resting.fake.chats().length)).toEqual([1, 1]);
  });

  it('and a place that fails once more ends the request: it waits once', async () => {
    const { resting, alias } = await restingThenBroken('1');
    resting.fake.script('*', [always(failWith(403))]);
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(502);
    const { trace } = await world.request(response.headers.get('x-request-id') ?? '');
    expect(trace?.attempts.map(({ outcome }) => outcome)).toEqual(['forbidden', 'forbidden']);
  });
});
