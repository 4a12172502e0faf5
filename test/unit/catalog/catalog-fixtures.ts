import { createModelCatalog, embeddedModels } from '../../../src/main/catalog';
import type { EmbeddedModels, Learned, SeenModel } from '../../../src/main/catalog/types';
import type { ModelFacts } from '../../../src/main/gateway/types';

const NO_FACTS: readonly ModelFacts[] = [];
const NOTHING: Learned = { lists: new Map(), modelsDev: null };

/** A catalog whose knowledge a test can change. */
export function createCatalog(embedded: EmbeddedModels = embeddedModels) {
  const state = { extra: NO_FACTS, learned: NOTHING, gone: [] as string[] };
  const catalog = createModelCatalog({
    embedded,
    extra: () => state.extra,
    learned: () => state.learned,
    onGone: (provider) => state.gone.push(provider),
  });
  return { catalog, state };
}

export function seen(model: string, facts: Partial<SeenModel> = {}): SeenModel {
  return {
    model,
    contextWindow: null,
    maxOutputTokens: null,
    capabilities: null,
    price: null,
    ...facts,
  };
}

export function facts(provider: string, model: string, change: Partial<ModelFacts> = {}): ModelFacts {
  return { provider, maxInputTokens: null, tier: null, ...seen(model), ...change };
}

export function listed(provider: string, models: readonly SeenModel[], isComplete = true): Learned {
  return { lists: new Map([[provider, { at: 0, isComplete, models }]]), modelsDev: null };
}
