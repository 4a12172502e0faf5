import { describe, expect, it } from 'vitest';
import { createCostBook } from '../../../../src/main/gateway/cost';
import { openaiChat } from '../../../../src/main/gateway/dialects/openai-chat';
import { NO_TOKEN_LIMITS } from '../../../../src/main/gateway/no-limits';
import type { RoutePlan } from '../../../../src/main/gateway/route';
import { createAffinityBook, planRoute } from '../../../../src/main/gateway/task-router';
import type { Identity, ModelFacts } from '../../../../src/main/gateway/types';
import { addProvider, answer, createGatewayWorld, makeAlias } from '../../../support/gateway-world';

type World = ReturnType<typeof createGatewayWorld>;

const messages = [{ role: 'user', content: 'hello' }];
const freeOnly = { policy: { ...NO_TOKEN_LIMITS, freeModelsOnly: true } };
const cheap = { inputPerMillion: 1, outputPerMillion: 1 };

function facts(provider: string, model: string, change: Partial<ModelFacts> = {}): ModelFacts {
  return {
    provider,
    model,
    contextWindow: null,
    maxOutputTokens: null,
    maxInputTokens: null,
    capabilities: null,
    price: null,
    tier: null,
    ...change,
  };
}

function openWorld() {
  const world = createGatewayWorld({
    aliases: [makeAlias('my/chain', 'one/a', 'two/b', 'three/c'), makeAlias('my/other', 'four/d')],
  });
  for (const id of ['one', 'two', 'three', 'four']) addProvider(world, id, () => answer({}));
  return world;
}

function plan(world: World, body: object, identity: Partial<Identity>): RoutePlan {
  const request = openaiChat.parse({ messages, ...body }, {});
  const affinity = createAffinityBook(world.clock.monotonic);
  const costs = createCostBook(world.ports);
  return planRoute(
    { request, identity: { ...world.state.identity, ...identity } },
    { ...world.ports, costs, affinity },
  );
}

const places = ({ candidates }: RoutePlan) =>
  candidates.map(({ provider, model }) => `${provider.id}/${model}`);
const reasons = ({ skipped }: RoutePlan) =>
  Object.fromEntries(skipped.map(({ provider, model, reason }) => [`${provider}/${model}`, reason]));

describe('a token for free models only', () => {
  it('goes nowhere that sends a bill, or might', () => {
    const world = openWorld();
    world.state.facts.push(
      facts('one', 'a', { tier: 'paid', price: cheap }),
      facts('two', 'b', { tier: 'free' }),
    );
    const planned = plan(world, { model: 'my/chain' }, freeOnly);
    expect(places(planned)).toEqual(['two/b']);
    // Nothing is known of the third, which is not the same as free.
    expect(reasons(planned)).toEqual({ 'one/a': 'not_free', 'three/c': 'not_free' });
    expect(places(plan(world, { model: 'my/chain' }, {}))).toHaveLength(3);
  });

  it('is served by what costs nothing: a price of 0, a local server, the demo', () => {
    const world = openWorld();
    world.state.facts.push(facts('one', 'a', { price: { inputPerMillion: 0, outputPerMillion: 0 } }));
    world.state.local.set('ollama', ['llama3']);
    expect(places(plan(world, { model: 'one/a' }, freeOnly))).toEqual(['one/a']);
    expect(places(plan(world, { model: 'ollama/llama3' }, freeOnly))).toEqual(['ollama/llama3']);
    expect(places(plan(createGatewayWorld(), { model: 'spideriq/coding' }, freeOnly))).toEqual([
      'spidergate/demo',
    ]);
  });

  it('cannot leave its fence by naming fallbacks', () => {
    const world = openWorld();
    world.state.facts.push(facts('two', 'b', { tier: 'free' }), facts('four', 'd', { tier: 'paid' }));
    const body = { model: 'two/b', spidergate_options: { fallback_models: ['four/d', 'my/other'] } };
    const planned = plan(world, body, freeOnly);
    expect(places(planned)).toEqual(['two/b']);
    expect(reasons(planned)).toEqual({ 'four/d': 'not_free' });
  });
});

describe('an allow-list', () => {
  it.each([
    ['an alias by its glob opens everything behind it', ['my/*'], 'my/chain', ['one/a', 'two/b', 'three/c']],
    ['a provider opens only its slot of an alias', ['two/*'], 'my/chain', ['two/b']],
    ['a bare model id opens it at every provider', ['c'], 'my/chain', ['three/c']],
    ['a place opens itself when it is pinned', ['one/a'], 'one/a', ['one/a']],
    ['a bare model id opens a pinned place', ['a'], 'one/a', ['one/a']],
  ])('%s', (_, allowedModels, model, expected) => {
    expect(places(plan(openWorld(), { model }, { allowedModels }))).toEqual(expected);
  });

  it.each(['one/a', 'my/chain', 'four/d'])('without it, "%s" is refused', (model) => {
    expect(() => plan(openWorld(), { model }, { allowedModels: ['spideriq/*'] })).toThrow(/may not use/);
  });

  it('holds for fallbacks, pinned or through another alias, and says so', () => {
    const body = {
      model: 'my/chain',
      spidergate_options: { fallback_models: ['four/d', 'my/other', 'two/x', 'nowhere/z'] },
    };
    const planned = plan(openWorld(), body, { allowedModels: ['my/chain', 'two/x'] });
    expect(places(planned)).toEqual(['one/a', 'two/b', 'three/c', 'two/x']);
    expect(reasons(planned)).toEqual({
      '/four/d': 'not_allowed',
      '/my/other': 'not_allowed',
      '/nowhere/z': 'unknown_provider',
    });
  });

  it('holds for the chain that an agent alias falls through to', () => {
    const world = openWorld();
    world.state.aliases.set('agent/mine', makeAlias('agent/mine', 'one/a'));
    world.state.aliases.set('agent/chat', makeAlias('agent/chat', 'two/b', 'four/d'));
    const reached = (allowedModels: readonly string[]) =>
      places(plan(world, { model: 'agent/mine' }, { allowedModels }));
    expect(reached(['agent/mine'])).toEqual(['one/a', 'two/b', 'four/d']);
    expect(reached(['four/*'])).toEqual(['four/d']);
    // The name of the other chain is not asked for, so it opens nothing.
    expect(() => reached(['agent/chat'])).toThrow(/may not use/);
  });
});
