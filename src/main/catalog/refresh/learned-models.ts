import type { ModelFacts } from '../../gateway/types';
import type { CatalogStore, Learned, ModelsDevList, SeenModel } from '../types';
import { acceptList, MOST_MODELS, type Verdict } from './accept-list';
import { acceptModelsDev } from './accept-models-dev';
import type { ModelListAnswer } from './read-model-list';
import { readLearned, writeLearned } from './stored-form';

/** What refreshes have found, kept over a restart. Only what passes the rules gets in. */
export interface LearnedModels {
  /** The same object until something changes. */
  current(): Learned;
  addList(provider: string, answer: ModelListAnswer): Verdict<unknown>;
  addModelsDev(providers: ReadonlyMap<string, readonly SeenModel[]>, etag: string | null): Verdict<unknown>;
  /** models.dev says that nothing has changed. */
  confirmModelsDev(): void;
  /** Forgets the lists of providers that are no more, and models.dev where it is not wanted. */
  prune(isKnown: (providerId: string) => boolean, keepModelsDev: boolean): void;
  /** Resolves when everything is written. */
  settled(): Promise<void>;
}

interface LearnedParts {
  readonly store: CatalogStore;
  readonly snapshot: readonly ModelFacts[];
  readonly now: () => number;
}

export async function openLearnedModels({ store, snapshot, now }: LearnedParts): Promise<LearnedModels> {
  const shipped = groupByProvider(snapshot);
  let learned = readLearned(await store.read());
  let writing: Promise<void> = Promise.resolve();
  let isDirty = false;

  function change(next: Learned): void {
    learned = next;
    if (isDirty) return;
    // One write for everything that comes in while the last one is under way.
    isDirty = true;
    writing = writing.then(() => {
      isDirty = false;
      return store.write(writeLearned(learned));
    });
  }

  const setModelsDev = (modelsDev: ModelsDevList | null) => change({ ...learned, modelsDev });

  return {
    current: () => learned,
    addList(provider, answer) {
      const before = learned.lists.get(provider) ?? null;
      const verdict = acceptList(shipped.get(provider) ?? [], before, answer, now());
      if (!verdict.accepted) return verdict;
      const lists = new Map(learned.lists).set(provider, verdict.value);
      if (countModels(lists) > MOST_MODELS) return { accepted: false, reason: 'too_many' };
      change({ ...learned, lists });
      return verdict;
    },
    addModelsDev(providers, etag) {
      const verdict = acceptModelsDev(snapshot.length, learned.modelsDev, providers);
      if (verdict.accepted) setModelsDev({ at: now(), etag, providers: verdict.value });
      return verdict;
    },
    confirmModelsDev() {
      if (learned.modelsDev) setModelsDev({ ...learned.modelsDev, at: now() });
    },
    prune(isKnown, keepModelsDev) {
      const lists = new Map([...learned.lists].filter(([provider]) => isKnown(provider)));
      const modelsDev = keepModelsDev ? learned.modelsDev : null;
      if (lists.size !== learned.lists.size || modelsDev !== learned.modelsDev) change({ lists, modelsDev });
    },
    settled: () => writing,
  };
}

function countModels(lists: Learned['lists']): number {
  return [...lists.values()].reduce((sum, list) => sum + list.models.length, 0);
}

function groupByProvider(snapshot: readonly ModelFacts[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { provider, model } of snapshot) {
    const group = groups.get(provider);
    if (group) group.push(model);
    else groups.set(provider, [model]);
  }
  return groups;
}
