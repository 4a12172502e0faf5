import type { ProviderList, SeenModel } from '../types';
import type { ModelListAnswer } from './read-model-list';

/** More than any provider has; beyond this an answer is not a list to keep. */
export const MOST_MODELS = 5_000;
/** Below this, "half of it" says nothing: such a list may add, and takes nothing away. */
const FEW = 4;

export type Verdict<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly reason: 'empty' | 'too_many' | 'lost_half' };

/**
 * What a provider's list becomes after a new answer. `shipped` are its models in the snapshot. An answer that lacks
 * half of what was known is refused whole: a broken answer must never be worse than none.
 */
export function acceptList(
  shipped: readonly string[],
  before: ProviderList | null,
  answer: ModelListAnswer,
  now: number,
): Verdict<ProviderList> {
  if (answer.models.length === 0) return { accepted: false, reason: 'empty' };
  if (answer.models.length > MOST_MODELS) return { accepted: false, reason: 'too_many' };
  const heard = withOldFacts(answer.models, before?.models ?? []);
  if (!answer.isComplete) {
    const models = addMissing(heard, before?.models ?? []);
    if (models.length > MOST_MODELS) return { accepted: false, reason: 'too_many' };
    return { accepted: true, value: { at: now, isComplete: before?.isComplete ?? false, models } };
  }
  const known = namesKnown(shipped, before);
  const isComplete = before?.isComplete === true || known.size >= FEW;
  if (isComplete && losesHalf(known, new Set(heard.map(({ model }) => model))))
    return { accepted: false, reason: 'lost_half' };
  return { accepted: true, value: { at: now, isComplete, models: heard } };
}

export function losesHalf(known: ReadonlySet<string>, fresh: ReadonlySet<string>): boolean {
  const kept = [...known].filter((name) => fresh.has(name)).length;
  return known.size > 0 && kept * 2 <= known.size;
}

/** What a list says nothing about stays as it was last said. */
export function withOldFacts(fresh: readonly SeenModel[], old: readonly SeenModel[]): readonly SeenModel[] {
  const before = new Map(old.map((seen) => [seen.model, seen]));
  return fresh.map((seen) => {
    const known = before.get(seen.model);
    if (!known) return seen;
    return {
      model: seen.model,
      contextWindow: seen.contextWindow ?? known.contextWindow,
      maxOutputTokens: seen.maxOutputTokens ?? known.maxOutputTokens,
      capabilities: seen.capabilities ?? known.capabilities,
      price: seen.price ?? known.price,
    };
  });
}

function addMissing(fresh: readonly SeenModel[], old: readonly SeenModel[]): readonly SeenModel[] {
  const names = new Set(fresh.map(({ model }) => model));
  return [...fresh, ...old.filter(({ model }) => !names.has(model))];
}

function namesKnown(shipped: readonly string[], before: ProviderList | null): ReadonlySet<string> {
  const listed = before?.models.map(({ model }) => model) ?? [];
  return new Set(before?.isComplete ? listed : [...shipped, ...listed]);
}
