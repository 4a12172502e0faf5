import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFreeOfCharge, toPrice } from '../../../src/main/catalog/price';
import { readModelList } from '../../../src/main/catalog/refresh/read-model-list';
import { readModelsDev } from '../../../src/main/catalog/refresh/read-models-dev';
import { readLearned, writeLearned } from '../../../src/main/catalog/refresh/stored-form';
import { anyPrice } from '../gateway/cost/cost-fixtures';
import { createCatalog, listed, seen } from './catalog-fixtures';

const nano = (usd: number) => Math.round(usd * 1e9);

describe('a price', () => {
  it('keeps the parts that are priced, as whole nano-dollars, and no part at 0', () => {
    const usd = { input: 1.25, output: 10, cached: 0.125, cacheWrite: 0, audioInput: 3, reasoning: null };
    expect(toPrice({ ...usd, perRequest: 0.005 })).toEqual({
      inputPerMillion: nano(1.25),
      outputPerMillion: nano(10),
      cachedInputPerMillion: nano(0.125),
      audioInputPerMillion: nano(3),
      perRequest: 5_000_000,
    });
  });

  it('has its tiers in rising order, without those that cannot be read', () => {
    const tiers = [
      { above: 272_000, input: 4, output: 8 },
      { above: 200_000, input: 2, output: 4, cached: 0.2 },
      { above: 100_000, input: -1, output: 4 },
      { above: 0.5, input: 2, output: 4 },
    ];
    expect(toPrice({ input: 1, output: 2, tiers })?.tiers).toEqual([
      {
        aboveInputTokens: 200_000,
        inputPerMillion: nano(2),
        outputPerMillion: nano(4),
        cachedInputPerMillion: nano(0.2),
      },
      { aboveInputTokens: 272_000, inputPerMillion: nano(4), outputPerMillion: nano(8) },
    ]);
  });

  it('is none where a rate is missing, negative or in another unit; a part in another unit is left out', () => {
    for (const input of [null, -1, 20_000, Number.NaN]) expect(toPrice({ input, output: 1 })).toBeNull();
    expect(toPrice({ input: 1, output: 1, audioInput: 1e9, perRequest: 50 })).toEqual({
      inputPerMillion: nano(1),
      outputPerMillion: nano(1),
    });
  });

  it('is not free of charge when only its tokens are', () => {
    expect(isFreeOfCharge(toPrice({ input: 0, output: 0, perRequest: 0.01 }))).toBe(false);
    expect(isFreeOfCharge(toPrice({ input: 0, output: 0 }))).toBe(true);
  });
});

describe('prices learned', () => {
  const cost = {
    input: 2,
    output: 12,
    cache_read: 0.2,
    cache_write: 2.5,
    reasoning: 3,
    input_audio: 6,
    output_audio: 24,
  };
  const tier = { inputPerMillion: nano(4), outputPerMillion: nano(18), cachedInputPerMillion: nano(0.4) };
  const over = { input: 4, output: 18, cache_read: 0.4 };
  const priceOf = (known: object) =>
    readModelsDev({ p: { models: { m: { cost: known } } } }, () => true)?.get('p')?.[0]?.price;

  it('from models.dev hold every part it knows', () => {
    expect(priceOf(cost)).toEqual({
      inputPerMillion: nano(2),
      outputPerMillion: nano(12),
      cachedInputPerMillion: nano(0.2),
      cacheWritePerMillion: nano(2.5),
      reasoningPerMillion: nano(3),
      audioInputPerMillion: nano(6),
      audioOutputPerMillion: nano(24),
    });
  });

  it.each([
    ['the older form', { context_over_200k: over }, 200_000],
    ['the newer form', { tiers: [{ ...over, tier: { type: 'context', size: 272_000 } }] }, 272_000],
    [
      'both, the same premium twice',
      { tiers: [{ ...over, tier: { type: 'context', size: 272_000 } }], context_over_200k: over },
      272_000,
    ],
  ])('from models.dev hold a tier once, in %s', (_name, form, above) => {
    expect(priceOf({ ...cost, ...form })?.tiers).toEqual([{ aboveInputTokens: above, ...tier }]);
  });

  it('from OpenRouter hold what a cache, a sound and a request cost', () => {
    const pricing = {
      prompt: '0.000002',
      completion: '0.00001',
      input_cache_write: '0.0000025',
      audio: '0.000006',
      request: '0.005',
    };
    const body = { data: [{ id: 'x/y', pricing }] };
    expect(readModelList('openrouter', body)?.models[0]?.price).toEqual({
      inputPerMillion: nano(2),
      outputPerMillion: nano(10),
      cacheWritePerMillion: nano(2.5),
      audioInputPerMillion: nano(6),
      perRequest: 5_000_000,
    });
  });

  it('come back from the disk as they went there', () => {
    fc.assert(
      fc.property(fc.option(anyPrice), (price) => {
        const learned = listed('p', [seen('m', { price })]);
        const [model] = readLearned(writeLearned(learned)).lists.get('p')?.models ?? [];
        expect(model?.price).toEqual(price);
      }),
    );
  });
});

it('ships the fee that Perplexity takes for each request', () => {
  const { catalog } = createCatalog();
  expect(catalog.facts('perplexity', 'sonar-pro')?.price?.perRequest).toBe(6_000_000);
});
