import type { SlotTier } from '../../shared/domain/alias';
import type { ModelFacts, ModelPrice } from '../gateway/types';
import { withoutRefused } from './capabilities';
import { isFreeOfCharge } from './price';
import type { EmbeddedModels, Learned, SeenModel } from './types';

/** Everything known about one place, by who says it. */
interface Sources {
  owner?: ModelFacts;
  chain?: ModelFacts;
  own?: ModelFacts;
  snapshot?: ModelFacts;
  modelsDev?: SeenModel;
  list?: SeenModel;
}

interface Place {
  readonly provider: string;
  readonly model: string;
  readonly sources: Sources;
}

export interface MergedFacts {
  /** Every place known, also those its provider no longer lists. */
  readonly byPlace: ReadonlyMap<string, ReadonlyMap<string, ModelFacts>>;
  /** What there is to choose from, in the order of preference. */
  readonly listed: readonly ModelFacts[];
}

/**
 * One entry for each (provider, model), field by field from who knows best: the owner of a custom provider, the
 * provider itself, models.dev, the shipped chains, what ships besides. Who says nothing overwrites nothing.
 */
export function mergeFacts(
  owner: readonly ModelFacts[],
  { chains, own, snapshot }: EmbeddedModels,
  learned: Learned,
): MergedFacts {
  const places = new Map<string, Place>();
  const open = (provider: string, model: string): Sources => {
    const id = toPlaceId(provider, model);
    const known = places.get(id);
    if (known) return known.sources;
    const sources: Sources = {};
    places.set(id, { provider, model, sources });
    return sources;
  };
  for (const facts of owner) open(facts.provider, facts.model).owner = facts;
  for (const facts of chains) open(facts.provider, facts.model).chain = facts;
  for (const facts of own) open(facts.provider, facts.model).own = facts;
  for (const facts of snapshot) open(facts.provider, facts.model).snapshot = facts;
  for (const [provider, { models }] of learned.lists)
    for (const seen of models) open(provider, seen.model).list = seen;
  for (const [provider, models] of learned.modelsDev?.providers ?? [])
    for (const seen of models) open(provider, seen.model).modelsDev = seen;
  const merged = [...places.values()].map((place) => ({ place, facts: toFacts(place) }));
  return {
    byPlace: indexPlaces(merged.map(({ facts }) => facts)),
    listed: merged.filter(({ place }) => isListed(place, learned)).map(({ facts }) => facts),
  };
}

function toPlaceId(provider: string, model: string): string {
  return `${provider}/${model}`;
}

/** A whole list of the provider itself beats what others say it has; what people or chains name stays. */
function isListed({ provider, sources }: Place, { lists }: Learned): boolean {
  const { owner, chain, own, list } = sources;
  return Boolean(owner ?? chain ?? own ?? list) || lists.get(provider)?.isComplete !== true;
}

function toFacts({ provider, model, sources }: Place): ModelFacts {
  const { owner, chain, own, snapshot, modelsDev, list } = sources;
  const said = present(owner, list, modelsDev, chain, own, snapshot);
  // The chains know no audio, so their word on capabilities comes last.
  const saidToTake = present(owner, list, modelsDev, own, snapshot, chain);
  const price = choosePrice(sources);
  return {
    provider,
    model,
    contextWindow: firstOf(said, (source) => source.contextWindow),
    maxOutputTokens: firstOf(said, (source) => source.maxOutputTokens),
    maxInputTokens: owner?.maxInputTokens ?? chain?.maxInputTokens ?? null,
    capabilities: withoutRefused(
      provider,
      firstOf(saidToTake, (source) => source.capabilities),
    ),
    price,
    tier: owner?.tier ?? chain?.tier ?? own?.tier ?? snapshot?.tier ?? tierOf(price),
  };
}

function present(...sources: readonly (SeenModel | undefined)[]): readonly SeenModel[] {
  return sources.filter((source) => source !== undefined);
}

function firstOf<T>(sources: readonly SeenModel[], read: (source: SeenModel) => T | null): T | null {
  for (const source of sources) {
    const value = read(source);
    if (value !== null) return value;
  }
  return null;
}

/** Where we call a place free, list prices of its paid tier say nothing about what a call costs. */
function choosePrice({ owner, chain, own, snapshot, modelsDev, list }: Sources): ModelPrice | null {
  if (owner?.price) return owner.price;
  const ours = chain ?? own;
  if (ours?.tier === 'free') return ours.price;
  return list?.price ?? modelsDev?.price ?? chain?.price ?? own?.price ?? snapshot?.price ?? null;
}

function tierOf(price: ModelPrice | null): SlotTier | null {
  if (price === null) return null;
  return isFreeOfCharge(price) ? 'free' : 'paid';
}

/** By provider, then model: a name made of both would be a new text to hash for every question. */
function indexPlaces(all: readonly ModelFacts[]): MergedFacts['byPlace'] {
  const index = new Map<string, Map<string, ModelFacts>>();
  for (const facts of all) {
    const models = index.get(facts.provider) ?? new Map<string, ModelFacts>();
    models.set(facts.model, facts);
    index.set(facts.provider, models);
  }
  return index;
}
