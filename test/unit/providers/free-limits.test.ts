import { describe, expect, it } from 'vitest';
import { embeddedModels } from '../../../src/main/catalog';
import { fitsModel } from '../../../src/main/gateway/fits-model';
import type { CountingRules } from '../../../src/main/gateway/types';
import { embeddedProviders } from '../../../src/main/providers';
import data from '../../../src/main/providers/providers.json';

/** Published by Cloudflare, for every model alike. */
const NANO_USD_PER_NEURON = 11_000;

const modelsOf = (id: string) => embeddedModels.snapshot.filter(({ provider }) => provider === id);

describe('the limits of free tiers', () => {
  it('cover every model that is asked for without a key, where there are any', () => {
    const counted = embeddedProviders.filter(
      ({ keyless, freeLimits }) => keyless === 'anonymous' && freeLimits.length > 0,
    );
    expect(counted.map(({ id }) => id)).toEqual(expect.arrayContaining(['ovh', 'kilo', 'llm7']));
    for (const { id, anonymousModels, freeLimits } of counted) {
      const loose = anonymousModels.filter(
        (model) => !freeLimits.some((limit) => fitsModel(limit.model, model)),
      );
      expect(loose, id).toEqual([]);
    }
  });

  it('do not make free what their provider leaves out of its free tier', () => {
    const leftOut = data.providers.flatMap(({ id, freeTier }) =>
      'notFree' in freeTier ? freeTier.notFree.map((model) => ({ id, model })) : [],
    );
    expect(leftOut.length).toBeGreaterThan(0);
    for (const { id, model } of leftOut)
      expect(modelsOf(id).find((facts) => facts.model === model)?.tier, model).toBe('paid');
  });
});

describe('neurons', () => {
  const rates: CountingRules['neurons'] =
    embeddedProviders.find(({ id }) => id === 'cloudflare')?.neurons ?? {};
  const free = modelsOf('cloudflare').filter(({ tier }) => tier === 'free');

  it.each(free.map(({ model, price }) => [model, price] as const))(
    '%s draws what its list price says, within a hundredth',
    (model, price) => {
      const perNeuron = [
        (price?.inputPerMillion ?? 0) / (rates[model]?.input ?? 0),
        (price?.outputPerMillion ?? 0) / (rates[model]?.output ?? 0),
      ];
      for (const nanoUsd of perNeuron) {
        expect(nanoUsd).toBeGreaterThan(NANO_USD_PER_NEURON * 0.99);
        expect(nanoUsd).toBeLessThan(NANO_USD_PER_NEURON * 1.01);
      }
    },
  );
});
