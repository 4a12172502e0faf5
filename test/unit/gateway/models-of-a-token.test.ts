import { describe, expect, it } from 'vitest';
import { SpiderGateError } from '../../../src/main/gateway/errors';
import { NO_TOKEN_LIMITS } from '../../../src/main/gateway/no-limits';
import type { Identity, ModelFacts } from '../../../src/main/gateway/types';
import { addProvider, answer, createGatewayWorld, makeAlias } from '../../support/gateway-world';

function facts(provider: string, model: string, tier: ModelFacts['tier']): ModelFacts {
  const unknown = { contextWindow: null, maxOutputTokens: null, maxInputTokens: null };
  return { provider, model, tier, ...unknown, capabilities: null, price: null };
}

/** What GET /models shows with this identity's token; `null`: with none. */
function open(identity: Partial<Identity> | null) {
  const world = createGatewayWorld();
  world.state.aliases.clear();
  for (const alias of [makeAlias('my/free', 'one/free'), makeAlias('my/paid', 'one/paid', 'two/paid')]) {
    world.state.aliases.set(alias.id, alias);
  }
  for (const id of ['one', 'two']) addProvider(world, id, () => answer({}));
  world.state.facts = [
    facts('one', 'free', 'free'),
    facts('one', 'paid', 'paid'),
    facts('two', 'paid', 'paid'),
  ];
  Object.assign(world.state.identity, { scopes: ['gate:models'], ...identity });
  const credential = identity === null ? null : 'any';
  return {
    find: (id: string) => world.gateway.model(id, credential),
    ids: () => world.gateway.models({}, credential).data.map(({ id }) => id),
    total: () => world.gateway.models({ limit: 1 }, credential).total,
  };
}

const EVERYTHING = ['my/free', 'my/paid', 'one/free', 'one/paid', 'two/paid', 'spidergate/demo'];

describe('GET /v1/models with a token', () => {
  it.each<[string, Partial<Identity> | null, string[]]>([
    ['none, as before', null, EVERYTHING],
    ['a token that may use everything', {}, EVERYTHING],
    ['an alias', { allowedModels: ['my/paid'] }, ['my/paid']],
    ['a provider, and what can be answered there', { allowedModels: ['two/*'] }, ['my/paid', 'two/paid']],
    [
      'free models only',
      { policy: { ...NO_TOKEN_LIMITS, freeModelsOnly: true } },
      ['my/free', 'one/free', 'spidergate/demo'],
    ],
    [
      'both',
      { allowedModels: ['one/*'], policy: { ...NO_TOKEN_LIMITS, freeModelsOnly: true } },
      ['my/free', 'one/free'],
    ],
  ])('lists what it may use: %s', (_, identity, expected) => {
    const view = open(identity);
    expect(view.ids()).toEqual(expected);
    expect(view.total()).toBe(expected.length);
  });

  it('finds nothing else by name', () => {
    const view = open({ allowedModels: ['two/*'] });
    expect(view.find('two/paid')).toMatchObject({ id: 'two/paid' });
    const refused = view.find('one/free');
    expect(refused instanceof SpiderGateError && refused.code).toBe('model_not_found');
  });

  it('asks for the scope of a token that is sent', () => {
    const view = open({ scopes: ['gate:chat'] });
    expect(view.ids).toThrow(/does not have the scope "gate:models"/);
    expect(() => view.find('one/free')).toThrow(/gate:models/);
  });
});
