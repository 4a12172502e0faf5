import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure, FailureKind } from '../../../src/main/gateway/attempt';
import type { ModelFacts } from '../../../src/main/gateway/types';
import type { RouteTrace } from '../../../src/shared/domain/route-trace';
import {
  addKey,
  addProvider,
  answer,
  createGatewayWorld,
  loadOf,
  makeAlias,
  makeCall,
} from '../../support/gateway-world';

const IDS = ['a', 'b', 'c', 'd'] as const;
const KINDS: readonly FailureKind[] = ['unauthorized', 'payment_required', 'forbidden', 'model_gone'];
const MORE: readonly FailureKind[] = ['rate_limited', 'quota_spent', 'server_error', 'connection_failed'];

const seldom = fc.integer({ min: 0, max: 7 }).map((number) => number === 5);
const mostly = seldom.map((is) => !is);

/** Nano-dollars: no request fits the smallest, dear ones do not fit the next. */
const spend = fc
  .record({ limitNanoUsd: fc.constantFrom(1, 1e8, 1e12), action: fc.constantFrom('block', 'warn') })
  .map((budget) => ({ ...budget, window: 'day' as const }));
const limits = fc
  .option(spend, { freq: 2 })
  .map((budget) => budget && { requestsPerDay: null, requestsPerMinute: null, spend: budget });

const provider = fc.record({
  isOff: seldom,
  keys: fc.array(
    fc.record({
      enabled: mostly,
      priority: fc.nat(2),
      account: fc.constantFrom('x', 'y'),
      workspaceId: fc.constantFrom(null, 'ws_1', 'ws_2'),
      shareWithPool: mostly,
      limits,
    }),
    { minLength: 1, maxLength: 3 },
  ),
  contextWindow: fc.constantFrom(null, 100_000, 100_000, 1),
  capabilities: fc.constantFrom(null, ['tools'] as const, []),
  price: fc.constantFrom(null, 1e6, 1e6, 1e13),
});
const failed = fc.record({
  provider: fc.constantFrom(...IDS),
  key: fc.nat(2),
  kind: fc.constantFrom(...KINDS, ...MORE),
  wait: fc.option(fc.integer({ min: 2500, max: 90_000 })),
  times: fc.integer({ min: 1, max: 3 }),
});
/** What answers have said is left, and requests that still run. */
const answered = fc.record({
  provider: fc.constantFrom(...IDS),
  key: fc.nat(2),
  // Enough for one request to ask with every key: what it draws itself, nobody could have told before.
  left: fc.constantFrom(0, 50, 90),
  isRunning: seldom,
});
const options = fc.record(
  {
    preferred_providers: fc.subarray([...IDS]),
    excluded_providers: fc.subarray([...IDS]),
    max_cost_usd: fc.constant(0.01),
    fallback_models: fc.constantFrom(['d/m'], ['my/chain'], ['nothing']),
  },
  { requiredKeys: [] },
);
const scenario = fc.record({
  providers: fc.tuple(provider, provider, provider, provider),
  answered: fc.array(answered, { maxLength: 4 }),
  failed: fc.array(failed, { maxLength: 6 }),
  options,
  model: fc.constantFrom('my/chain', 'my/chain', 'a/m', 'my/none'),
  needsTools: seldom,
  allowedModels: fc.constantFrom([], [], ['my/*'], ['b/*', 'c/m']),
  isOnline: mostly,
  isOpen: mostly,
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** A world in that state, where whoever is asked says 403, so that a request asks everybody it may. */
function openWorld(state: Scenario) {
  const world = createGatewayWorld({ aliases: [makeAlias('my/chain', 'a/m', 'b/m', 'c/m')] });
  for (const [index, id] of IDS.entries()) {
    const { isOff, keys, contextWindow, capabilities, price } = state.providers[index] ?? missing();
    addProvider(world, id, () => answer({ error: {} }, 403), []);
    for (const [number, key] of keys.entries()) addKey(world, id, { ...key, id: `${id}-${number}` });
    if (isOff) world.state.off.add(id);
    const facts: ModelFacts = {
      provider: id,
      model: 'm',
      contextWindow,
      maxOutputTokens: 100,
      maxInputTokens: null,
      capabilities,
      price: price === null ? null : { inputPerMillion: price, outputPerMillion: price },
      tier: 'paid',
    };
    world.state.facts.push(facts);
  }
  for (const { provider: id, key, left, isRunning } of state.answered) {
    const place = findPlace(world, id, key);
    const lease = place && world.health.begin(place, loadOf(1));
    lease?.learn({
      'x-ratelimit-limit-requests': '100',
      'x-ratelimit-remaining-requests': `${left}`,
      'x-ratelimit-reset-requests': '50s',
    });
    if (!isRunning) lease?.succeed(null);
  }
  for (const { provider: id, key, kind, wait, times } of state.failed) {
    const place = findPlace(world, id, key);
    if (!place) continue;
    for (let count = 0; count < times; count += 1) {
      world.clock.advance(1);
      world.health.begin(place, loadOf(1)).fail(failure(kind, wait));
    }
  }
  world.state.isOnline = state.isOnline;
  world.state.isPaused = !state.isOpen;
  world.state.identity = { ...world.state.identity, allowedModels: state.allowedModels };
  return world;
}

function findPlace(world: ReturnType<typeof createGatewayWorld>, provider: string, number: number) {
  const key = world.state.keys.find(({ id }) => id === `${provider}-${number}`);
  return key && { provider, model: 'm', keyId: key.id, account: key.account, isLocal: false };
}

/** Source: issue 3, 2: one function makes both. */
describe('an explanation and a real request', () => {
  it('never disagree: same places in the same order, same skips, same error', async () => {
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async (state) => {
        const world = openWorld(state);
        const tools = state.needsTools ? { tools: [{ type: 'function' }] } : {};
        const body = { model: state.model, max_tokens: 50, spidergate_options: state.options, ...tools };
        const messages = [{ role: 'user', content: 'hello there' }];
        const explained = world.gateway.explain({ messages, ...body }, world.state.identity);
        const call = makeCall({ messages, ...body }, { includeRouteTrace: true });
        const reply = await world.gateway.call(call);
        const trace = world.state.rows.get(call.requestId)?.end?.trace;
        if (explained.error !== null) {
          expect(reply).toMatchObject({
            status: explained.error.status,
            body: { error: { code: explained.error.code, message: explained.error.message } },
          });
          expect(world.state.sent).toEqual([]);
          return;
        }
        asked += 1;
        const planned = explained.candidates.map(({ provider: id, model, key }) => ({
          provider: id,
          model,
          key,
        }));
        const tried = placesOf(trace) ?? [];
        expect(tried.slice(0, planned.length)).toEqual(planned);
        // After all have failed, a request waits for what was left out and is nearly back: to ask it, or to learn why not.
        const asks = tried.slice(planned.length);
        const skipped = trace?.skipped ?? [];
        if (asks.length === 0) expect(skipped.slice(0, explained.skipped.length)).toEqual(explained.skipped);
        const late = asks.length > 0 ? asks : skipped.slice(explained.skipped.length);
        for (const place of late) {
          expect(explained.skipped).toContainEqual(
            expect.objectContaining({
              provider: place.provider,
              model: place.model,
              until: expect.any(String),
            }),
          );
        }
      }),
      { numRuns: 600 },
    );
    // A property that never met a place to ask would prove nothing.
    expect(asked).toBeGreaterThan(40);
  });
});

function placesOf(trace: RouteTrace | undefined) {
  return trace?.attempts.map(({ provider: id, model, key }) => ({ provider: id, model, key }));
}

function failure(kind: FailureKind, retryAfterMs: number | null): Failure {
  return { kind, httpStatus: 500, code: kind, retryAfterMs, message: null, param: null };
}

function missing(): never {
  throw new Error('a provider is missing');
}
