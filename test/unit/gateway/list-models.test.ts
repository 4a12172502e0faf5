import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelFacts } from '../../../src/main/gateway/types';
import { addProvider, answer, createGatewayWorld, makeAlias } from '../../support/gateway-world';

type World = ReturnType<typeof createGatewayWorld>;

function fact(provider: string, model: string, change: Partial<ModelFacts> = {}): ModelFacts {
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

const ids = (world: World, query: Parameters<World['gateway']['models']>[0]) =>
  world.gateway.models(query).data.map(({ id }) => id);

describe('GET /v1/models', () => {
  let world: World;
  beforeEach(() => {
    world = createGatewayWorld({ aliases: [makeAlias('test/chain', 'here/Seer', 'there/plain')] });
    for (const id of [...world.state.aliases.keys()]) if (id !== 'test/chain') world.state.aliases.delete(id);
    addProvider(world, 'here', () => answer({}));
    addProvider(world, 'there', () => answer({}), []);
    world.state.facts = [
      fact('here', 'Seer', {
        contextWindow: 100,
        maxOutputTokens: 10,
        capabilities: ['vision', 'tools'],
        tier: 'free',
      }),
      fact('there', 'plain', { contextWindow: 200, capabilities: ['json'], tier: 'paid' }),
    ];
  });

  it('says everything it knows about a model', () => {
    expect(world.gateway.model('here/Seer')).toEqual({
      id: 'here/Seer',
      object: 'model',
      created: 0,
      owned_by: 'here',
      spidergate_info: {
        provider: 'here',
        provider_model: 'Seer',
        context_window: 100,
        max_output_tokens: 10,
        capabilities: ['vision', 'tools'],
        free_tier: true,
        is_configured: true,
        in_task_aliases: ['test/chain'],
      },
    });
  });

  it('says of an alias what its chain can do together', () => {
    expect(world.gateway.model('test/chain')).toMatchObject({
      owned_by: 'spidergate',
      spidergate_info: {
        provider: null,
        context_window: 200,
        capabilities: ['vision', 'tools', 'json'],
        free_tier: true,
        is_configured: true,
      },
    });
  });

  it.each([
    [{ provider: 'there' }, ['there/plain']],
    [{ search: 'SEE' }, ['here/Seer']],
    [{ capability: 'json' }, ['test/chain', 'there/plain']],
    [{ freeOnly: true }, ['test/chain', 'here/Seer', 'spidergate/demo']],
    [{ configuredOnly: true, capability: 'vision' }, ['test/chain', 'here/Seer']],
    [{ limit: 1, offset: 1 }, ['here/Seer']],
    [{ limit: 0 }, []],
    [{ offset: 99 }, []],
  ])('filters by %j', (query, expected) => {
    expect(ids(world, query)).toEqual(expected);
  });

  it('counts what fits, not what is on the page', () => {
    expect(world.gateway.models({ limit: 1 }).total).toBe(4);
  });

  it('sees at once that a key, a switch, an alias or a local model has changed', () => {
    const isConfigured = () => ids(world, { configuredOnly: true }).includes('there/plain');
    expect(isConfigured()).toBe(false);
    world.state.keys.push(...world.state.keys.map((key) => ({ ...key, id: 'there-1', provider: 'there' })));
    expect(isConfigured()).toBe(true);
    world.state.off.add('there');
    expect(isConfigured()).toBe(false);
    world.state.aliases.set('test/other', makeAlias('test/other', 'there/plain'));
    world.state.local.set('ollama', ['llama3']);
    expect(ids(world, {})).toEqual(expect.arrayContaining(['test/other', 'ollama/llama3']));
    world.state.facts = [...world.state.facts, fact('here', 'new')];
    expect(ids(world, { search: 'new' })).toEqual(['here/new']);
  });

  it('counts a provider without accounts as usable once the user allows them', () => {
    world.state.facts = [fact('kilo', 'free-thing')];
    expect(ids(world, { provider: 'kilo', configuredOnly: true })).toEqual([]);
    world.state.settings = { ...world.state.settings, anonymous_providers: true };
    expect(ids(world, { provider: 'kilo', configuredOnly: true })).toEqual(['kilo/free-thing']);
  });

  it('answers from 3,000 models without making the list anew', () => {
    world.state.facts = Array.from({ length: 3000 }, (_, index) => fact('here', `m${index}`));
    world.gateway.models({});
    const started = performance.now();
    for (let times = 0; times < 50; times++) {
      expect(ids(world, { search: 'm2999' })).toEqual(['here/m2999']);
      world.gateway.model('here/m2999');
    }
    // Far above what it takes, far below what fifty fresh lists would.
    expect((performance.now() - started) / 50).toBeLessThan(5);
  });
});
