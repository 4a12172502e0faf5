import type { ModelCatalog } from '../gateway/ports';
import type { ModelFacts } from '../gateway/types';
import { chainModels } from './aliases';
import { type MergedFacts, mergeFacts } from './merge-facts';
import { ownModels, snapshotModels } from './snapshot';
import type { EmbeddedModels, Learned } from './types';

export { createCatalogRefresher } from './refresh/catalog-refresher';
export { openLearnedModels } from './refresh/learned-models';

export const embeddedModels: EmbeddedModels = {
  chains: chainModels,
  own: ownModels,
  snapshot: snapshotModels,
};

interface CatalogParts {
  readonly embedded: EmbeddedModels;
  /** Facts from the owners of custom providers; another list when they have changed. */
  readonly extra: () => readonly ModelFacts[];
  /** What the refresh has found; another object when there is news. */
  readonly learned: () => Learned;
  /** A provider no longer has a model it was said to have. */
  readonly onGone: (providerId: string) => void;
}

/** Facts in the forms they are asked for; made once for each state of what is known. */
interface Index extends MergedFacts {
  readonly extra: readonly ModelFacts[];
  readonly learned: Learned;
  readonly byModel: ReadonlyMap<string, readonly string[]>;
}

const NOBODY: readonly string[] = [];

/** Facts about models, answered from memory; a question costs two comparisons and a look-up. */
export function createModelCatalog({ embedded, extra, learned, onGone }: CatalogParts): ModelCatalog {
  const build = () => indexFacts(extra(), embedded, learned());
  let index = build();
  const current = (): Index => {
    if (index.extra !== extra() || index.learned !== learned()) index = build();
    return index;
  };
  return {
    facts: (provider, model) => current().byPlace.get(provider)?.get(model) ?? null,
    providersOf: (model) => current().byModel.get(model) ?? NOBODY,
    list: () => current().listed,
    noteGone: onGone,
  };
}

function indexFacts(extra: readonly ModelFacts[], embedded: EmbeddedModels, learned: Learned): Index {
  const merged = mergeFacts(extra, embedded, learned);
  const byModel = new Map<string, string[]>();
  for (const { provider, model } of merged.listed) {
    const providers = byModel.get(model);
    if (providers) providers.push(provider);
    else byModel.set(model, [provider]);
  }
  return { ...merged, extra, learned, byModel };
}
