import { describe, expect, it } from 'vitest';
import type { RouteTrace } from '../../../src/shared/domain/route-trace';
import {
  addProvider,
  answer,
  completion,
  createGatewayWorld,
  makeAlias,
  makeCall,
} from '../../support/gateway-world';

const refused = (wait: string) => answer({ error: {} }, 429, { 'retry-after': wait });

/** One place that refuses its first call for so many seconds, and answers from then on. */
function openWorld(wait: string, patience_ms = 0) {
  const alias = { ...makeAlias('my/only', 'one/m'), patience_ms };
  const world = createGatewayWorld({ aliases: [alias] });
  let calls = 0;
  addProvider(world, 'one', () => {
    calls += 1;
    return calls === 1 ? refused(wait) : answer(completion('one'));
  });
  const ask = (more: Parameters<typeof makeCall>[1] = {}, body: object = {}) =>
    world.gateway.call(makeCall({ model: 'my/only', ...body }, { includeRouteTrace: true, ...more }));
  /** Makes the place wait, without a request that sits the wait out. */
  const cool = () => ask({}, { spidergate_options: { retry_count: 0 } });
  return { world, ask, cool, calls: () => calls };
}

describe('a new request while every place waits', () => {
  it('waits under 2 s for the first one to come back, and the trace shows what it waited for', async () => {
    const { world, ask, cool } = openWorld('1.5');
    expect(await cool()).toMatchObject({ status: 429 });
    world.clock.advance(100);
    const explained = world.gateway.explain({ model: 'my/only' }, world.identity);
    expect(explained).toMatchObject({ candidates: [], wait_ms: 1400, error: null });
    const began = world.clock.monotonic();
    const reply = await ask();
    expect(world.clock.monotonic() - began).toBe(1400);
    expect(reply).toMatchObject({ status: 200 });
    const trace = (reply.kind === 'json' ? reply.body : {}) as { route_trace?: RouteTrace };
    expect(trace.route_trace).toMatchObject({
      skipped: [{ provider: 'one', reason: 'cooling_down', until: expect.any(String) }],
      attempts: [{ provider: 'one', outcome: 'ok', started_ms: 1400 }],
    });
  });

  it.each([
    ['longer than 2 s', '5', 0, {}],
    ['longer than its own time limit', '1.5', 0, { spidergate_options: { timeout_ms: 1000 } }],
    ['longer than the alias is patient', '9', 5000, {}],
  ])('is told so at once when that is %s', async (_, wait, patience, body) => {
    const { world, ask, cool, calls } = openWorld(wait, patience);
    await cool();
    const began = world.clock.monotonic();
    const reply = await ask({}, body);
    expect(reply).toMatchObject({ status: 429, body: { error: { code: 'model_cooldown' } } });
    expect([world.clock.monotonic() - began, calls()]).toEqual([0, 1]);
    expect(world.gateway.explain({ model: 'my/only', ...body }, world.identity).wait_ms).toBeNull();
  });

  it('waits longer where the alias is patient', async () => {
    const { ask, cool } = openWorld('4', 5000);
    await cool();
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('ends with its caller, and calls nobody', async () => {
    const { world, ask, cool, calls } = openWorld('1.5');
    await cool();
    const controller = new AbortController();
    world.clock.sleep = async (_ms, signal) => {
      controller.abort();
      if (signal.aborted) throw new Error('stopped waiting');
    };
    await ask({ signal: controller.signal, requestId: 'left' });
    expect(calls()).toBe(1);
    expect(world.state.rows.get('left')?.end).toMatchObject({ status: 'aborted', httpStatus: 499 });
  });

  it('gives up when a probe takes longer than anybody waits', async () => {
    const { world, ask, cool } = openWorld('1.5');
    await cool();
    world.clock.advance(1500);
    const place = { provider: 'one', model: 'm', keyId: 'one-1', account: 'one-1', isLocal: false };
    const probe = world.health.begin(place, { inputTokens: 1, maxOutputTokens: null });
    const began = world.clock.monotonic();
    expect(await ask()).toMatchObject({ status: 429 });
    expect(world.clock.monotonic() - began).toBeLessThanOrEqual(2000);
    probe.release();
    expect(await ask()).toMatchObject({ status: 200 });
  });
});

describe('when waiting would not help', () => {
  it('keys that were all refused are named as what they are, also from memory', async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/two', 'one/m', 'two/m')] });
    addProvider(world, 'one', () => answer({ error: {} }, 401));
    addProvider(world, 'two', () => answer({ error: {} }, 402));
    for (const _ of ['as they say so', 'from memory']) {
      const reply = await world.gateway.call(makeCall({ model: 'my/two' }));
      expect(reply).toMatchObject({
        status: 502,
        body: { error: { code: 'upstream_credentials_exhausted' } },
      });
    }
    expect(world.state.sent).toHaveLength(2);
  });

  it('an account without credit is not asked again with another of its keys', async () => {
    const world = createGatewayWorld({ aliases: [makeAlias('my/two', 'one/m', 'one/n', 'two/m')] });
    const account = { account: 'mine' };
    addProvider(world, 'one', () => answer({ error: {} }, 402), [account, account, { account: 'other' }]);
    addProvider(world, 'two', () => answer(completion('two')));
    expect(await world.gateway.call(makeCall({ model: 'my/two' }))).toMatchObject({ status: 200 });
    const asked = world.state.sent.map(({ headers }) => headers.authorization);
    expect(asked).toEqual(['one-1', 'one-3', 'two-1'].map((id) => `Bearer secret-of-${id}`));
  });
});
