import fc from 'fast-check';
import { createCostBook } from '../../../../src/main/gateway/cost';
import type { CostQuestion, PaidPlace } from '../../../../src/main/gateway/cost/types';
import type {
  AliasDefinition,
  ModelFacts,
  ModelPrice,
  ProviderDefinition,
  UsableKey,
} from '../../../../src/main/gateway/types';
import { embeddedProviders, NEUTRAL_QUIRKS } from '../../../../src/main/providers';

const customProvider = (id: string): ProviderDefinition => {
  const openai = embeddedProviders.find((provider) => provider.id === 'openai');
  if (openai === undefined) throw new Error('the data has no openai');
  return { ...openai, id, kind: 'custom', quirks: NEUTRAL_QUIRKS, freeLimits: [] };
};

const key: UsableKey = {
  id: 'key_1',
  provider: 'custom',
  label: 'one',
  account: 'one',
  workspaceId: null,
  shareWithPool: true,
  priority: 0,
  enabled: true,
  fields: {},
  limits: null,
};

/** What a model of this provider, with a key, is known to cost. */
export function placeAt(
  providerId: string,
  change: Partial<ModelFacts> = {},
  keyOf: UsableKey | null = key,
): PaidPlace {
  const provider = embeddedProviders.find(({ id }) => id === providerId) ?? customProvider(providerId);
  const facts: ModelFacts = {
    provider: provider.id,
    model: 'm',
    contextWindow: null,
    maxOutputTokens: null,
    maxInputTokens: null,
    capabilities: null,
    price: null,
    tier: null,
    ...change,
  };
  return { provider, model: facts.model, key: keyOf, facts };
}

export function openBook(facts: readonly ModelFacts[] = [], aliases: readonly AliasDefinition[] = []) {
  const state = { facts };
  const asked = { list: 0, facts: 0 };
  const book = createCostBook({
    aliases: { get: (id) => aliases.find((alias) => alias.id === id) ?? null },
    catalog: {
      facts(provider, model) {
        asked.facts += 1;
        return state.facts.find((entry) => entry.provider === provider && entry.model === model) ?? null;
      },
      list: () => state.facts,
    },
    providers: { get: (id) => placeAt(id).provider },
  });
  return { book, state, asked };
}

export function question(change: Partial<CostQuestion> = {}): CostQuestion {
  return { inputTokens: 100, maxOutputTokens: 50, choices: 1, needs: [], keepsModel: false, ...change };
}

/** Nano-dollars per million tokens. */
export const usdPerMillion = (usd: number) => Math.round(usd * 1e9);

const rate = fc.integer({ min: 0, max: 100_000_000_000 });
const rates = {
  inputPerMillion: rate,
  outputPerMillion: rate,
  cachedInputPerMillion: fc.option(rate, { nil: undefined }),
  cacheWritePerMillion: fc.option(rate, { nil: undefined }),
  audioInputPerMillion: fc.option(rate, { nil: undefined }),
  imageInputPerMillion: fc.option(rate, { nil: undefined }),
  reasoningPerMillion: fc.option(rate, { nil: undefined }),
  audioOutputPerMillion: fc.option(rate, { nil: undefined }),
};

export const flatPrice: fc.Arbitrary<ModelPrice> = fc.record({
  ...rates,
  perRequest: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: undefined }),
});

export const anyPrice: fc.Arbitrary<ModelPrice> = fc
  .tuple(
    flatPrice,
    fc.uniqueArray(fc.record({ ...rates, aboveInputTokens: fc.integer({ min: 1, max: 400_000 }) }), {
      maxLength: 3,
      selector: ({ aboveInputTokens }) => aboveInputTokens,
    }),
  )
  .map(([price, tiers]) => ({
    ...price,
    tiers: tiers.sort((one, other) => one.aboveInputTokens - other.aboveInputTokens),
  }));

const count = fc.integer({ min: 0, max: 2_000_000 });

/** Counts as they come; parts may be more than the whole, as some providers say. */
export const anyUsage = fc.record({
  input: count,
  output: count,
  cached: count,
  reasoning: count,
  estimated: fc.boolean(),
  parts: fc.option(
    fc.record({ cacheWrite: count, audioInput: count, imageInput: count, audioOutput: count }),
    {
      nil: undefined,
    },
  ),
});
