import type { ModelsDevList, SeenModel } from '../types';
import { losesHalf, MOST_MODELS, type Verdict, withOldFacts } from './accept-list';

type Providers = ReadonlyMap<string, readonly SeenModel[]>;

/**
 * The same rule for models.dev: refused whole when it has at most half as many models as were known in all, and a
 * single provider that has lost half of its own keeps what it had.
 */
export function acceptModelsDev(
  shippedCount: number,
  before: ModelsDevList | null,
  fresh: Providers,
): Verdict<Providers> {
  const total = count(fresh);
  if (total === 0) return { accepted: false, reason: 'empty' };
  if (total > MOST_MODELS) return { accepted: false, reason: 'too_many' };
  const known = before === null ? shippedCount : count(before.providers);
  if (total * 2 <= known) return { accepted: false, reason: 'lost_half' };
  const kept = new Map(before?.providers);
  for (const [provider, models] of fresh) {
    const old = kept.get(provider) ?? [];
    if (losesHalf(names(old), names(models))) continue;
    kept.set(provider, withOldFacts(models, old));
  }
  if (count(kept) > MOST_MODELS) return { accepted: false, reason: 'too_many' };
  return { accepted: true, value: kept };
}

function count(providers: Providers): number {
  return [...providers.values()].reduce((sum, models) => sum + models.length, 0);
}

function names(models: readonly SeenModel[]): ReadonlySet<string> {
  return new Set(models.map(({ model }) => model));
}
