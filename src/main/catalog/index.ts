import type { ModelCatalog } from '../gateway/ports';
import type { ModelFacts } from '../gateway/types';

/** Facts in the forms they are asked for; made once for each list of facts. */
interface Index {
  readonly source: readonly ModelFacts[];
  readonly byPlace: ReadonlyMap<string, ModelFacts>;
  readonly byModel: ReadonlyMap<string, readonly string[]>;
}

/**
 * Facts about models, answered from memory. `extra` (custom providers) beats what is embedded;
 * it is asked every time and indexed anew only when it gives another list.
 */
export function createModelCatalog(deps: {
  readonly embedded: readonly ModelFacts[];
  readonly extra: () => readonly ModelFacts[];
}): ModelCatalog {
  const embedded = indexFacts(deps.embedded);
  let custom = indexFacts(deps.extra());
  const extra = () => {
    const source = deps.extra();
    if (source !== custom.source) custom = indexFacts(source);
    return custom;
  };
  return {
    facts: (provider, model) => {
      const place = `${provider}/${model}`;
      return extra().byPlace.get(place) ?? embedded.byPlace.get(place) ?? null;
    },
    providersOf: (model) => [...(extra().byModel.get(model) ?? []), ...(embedded.byModel.get(model) ?? [])],
    list: () => [...extra().source, ...embedded.source],
  };
}

function indexFacts(source: readonly ModelFacts[]): Index {
  const byModel = new Map<string, string[]>();
  for (const { provider, model } of source) {
    const providers = byModel.get(model);
    if (providers) providers.push(provider);
    else byModel.set(model, [provider]);
  }
  return {
    source,
    byPlace: new Map(source.map((facts) => [`${facts.provider}/${facts.model}`, facts])),
    byModel,
  };
}
