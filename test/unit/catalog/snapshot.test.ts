import { describe, expect, it } from 'vitest';
import { embeddedModels } from '../../../src/main/catalog';
import { embeddedAliases } from '../../../src/main/catalog/aliases';
import data from '../../../src/main/catalog/models.json';
import { embeddedProviders } from '../../../src/main/providers';
import { createCatalog } from './catalog-fixtures';

const providers = new Set(embeddedProviders.map(({ id }) => id));
const isEmbedding = (id: string) => id.startsWith('agent/embed');
const chats = embeddedAliases.filter(({ id }) => !isEmbedding(id));
const embeds = embeddedAliases.filter(({ id }) => isEmbedding(id));

describe('the snapshot', () => {
  it('says where it comes from and under which licence', () => {
    expect(data.source).toMatchObject({
      package: expect.any(String),
      version: expect.any(String),
      license: 'MIT',
      integrity: expect.stringMatching(/^sha512-/),
      generatedAt: expect.stringMatching(/^20\d\d-/),
    });
  });

  it('names each place once, and only providers there are', () => {
    const places = [...embeddedModels.snapshot, ...embeddedModels.own].map(
      ({ provider, model }) => `${provider}/${model}`,
    );
    expect(new Set(places).size).toBe(places.length);
    expect(embeddedModels.snapshot.filter(({ provider }) => !providers.has(provider))).toEqual([]);
    expect(embeddedModels.own.filter(({ provider }) => !providers.has(provider))).toEqual([]);
  });

  it('never calls a paid model free of charge', () => {
    const free = embeddedModels.snapshot.filter(
      ({ price, tier }) => price?.inputPerMillion === 0 && price.outputPerMillion === 0 && tier !== 'free',
    );
    expect(free).toEqual([]);
  });
});

describe('the shipped chains', () => {
  const { catalog } = createCatalog();
  const slots = chats.flatMap(({ slots: chain }) => chain);

  it('has facts for every slot, complete enough to drop a candidate by', () => {
    expect(chats).toHaveLength(26);
    for (const { provider, model } of slots) {
      const facts = catalog.facts(provider, model);
      expect(facts?.capabilities, `${provider}/${model}`).toContain('json');
      expect(facts?.tier, `${provider}/${model}`).not.toBeNull();
      if (provider !== 'ollama') expect(facts?.contextWindow, `${provider}/${model}`).toBeGreaterThan(10_000);
    }
  });

  it('takes tools everywhere but at Perplexity', () => {
    const toolless = slots.filter(({ provider, model }) => !takes(provider, model, 'tools'));
    expect(new Set(toolless.map(({ provider }) => provider))).toEqual(new Set(['perplexity']));
  });

  it('lets every slot of a vision chain see, and some hear', () => {
    const vision = chats.filter(({ id }) => id.endsWith('/vision')).flatMap(({ slots: chain }) => chain);
    expect(vision.filter(({ provider, model }) => !takes(provider, model, 'vision'))).toEqual([]);
    expect(slots.some(({ provider, model }) => takes(provider, model, 'audio'))).toBe(true);
  });

  it('keeps what the chains say about the free tier, and its price at nothing', () => {
    expect(catalog.facts('groq', 'openai/gpt-oss-120b')).toMatchObject({
      maxInputTokens: 6000,
      tier: 'free',
      price: null,
      maxOutputTokens: 65_536,
    });
  });

  it('does not hold a place to the free limit that another chain uses beyond it', () => {
    expect(catalog.facts('google', 'gemini-3.8-flash')).toMatchObject({ maxInputTokens: null, tier: 'free' });
  });

  function takes(provider: string, model: string, capability: 'tools' | 'vision' | 'audio'): boolean {
    return catalog.facts(provider, model)?.capabilities?.includes(capability) === true;
  }
});

describe('the embedding aliases', () => {
  const { catalog } = createCatalog();
  /** What providers call the same model, reduced to what it is. */
  const weights = (model: string) => model.toLowerCase().split('/').at(-1);

  it('are three, each with one model however many providers serve it', () => {
    expect(embeds.map(({ id }) => id)).toEqual(['agent/embed', 'agent/embed-small', 'agent/embed-large']);
    for (const { id, slots } of embeds) {
      expect(new Set(slots.map(({ model }) => weights(model))).size, id).toBe(1);
      for (const { provider, model } of slots)
        expect(catalog.facts(provider, model)?.capabilities, `${provider}/${model}`).toEqual(['embeddings']);
    }
  });
});
