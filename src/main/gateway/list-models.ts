import { isAllowed, isPlaceAllowed } from './allow-list';
import { DEMO } from './demo';
import { SpiderGateError } from './errors';
import type { ModelListQuery, ModelObject } from './gateway';
import type { GatewayPorts, ProviderDirectory } from './ports';
import type { AliasDefinition, Identity, ModelFacts } from './types';

type ListPorts = Pick<GatewayPorts, 'aliases' | 'catalog' | 'costs' | 'keyRing' | 'providers' | 'policy'>;

interface ModelLister {
  /** `viewer`: only what it may use; `null`: all there is. */
  list(
    query: ModelListQuery,
    viewer: Identity | null,
  ): { readonly data: readonly ModelObject[]; readonly total: number };
  find(id: string, viewer: Identity | null): ModelObject | SpiderGateError;
}

/** All there is to list, but for what changes with every key and switch: `is_configured`. */
interface Shelf {
  readonly source: readonly ModelFacts[];
  readonly aliases: readonly AliasDefinition[];
  readonly local: readonly string[];
  readonly objects: readonly ListedModel[];
  readonly byId: ReadonlyMap<string, ListedModel>;
}

interface ListedModel {
  readonly model: ModelObject;
  /** Lower case. */
  readonly name: string;
  /** Whoever of these is configured makes it so. */
  readonly providers: readonly string[];
  /** Where it can be answered: one place, or the slots of an alias. */
  readonly places: readonly ListedPlace[];
}

interface ListedPlace {
  readonly provider: string;
  readonly model: string;
  readonly isFree: boolean;
}

/** Aliases first, then every model known by its `provider/model` name. Made anew only when catalog or aliases change. */
export function createModelLister(ports: ListPorts): ModelLister {
  let shelf: Shelf | null = null;
  const current = (): Shelf => {
    if (shelf === null || !isCurrent(shelf, ports)) shelf = fillShelf(ports);
    return shelf;
  };
  return {
    list(query, viewer) {
      const isConfigured = configuredCheck(ports);
      const fitting = current().objects.filter(
        (entry) => fits(entry, query, isConfigured) && mayUse(viewer, entry),
      );
      const offset = query.offset ?? 0;
      const page = fitting.slice(offset, query.limit === undefined ? undefined : offset + query.limit);
      return { data: page.map((entry) => toObject(entry, isConfigured)), total: fitting.length };
    },
    find(id, viewer) {
      const entry = current().byId.get(id);
      if (entry && mayUse(viewer, entry)) return toObject(entry, configuredCheck(ports));
      return new SpiderGateError('model_not_found', `There is no alias or model named "${id}".`, {
        param: 'model',
      });
    },
  };
}

function isCurrent(shelf: Shelf, ports: ListPorts): boolean {
  return (
    shelf.source === ports.catalog.list() &&
    isSame(shelf.aliases, ports.aliases.list()) &&
    isSame(shelf.local, localPlaces(ports))
  );
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((entry, index) => entry === other[index]);
}

function fillShelf(ports: ListPorts): Shelf {
  const source = ports.catalog.list();
  const aliases = ports.aliases.list();
  const usedIn = findUses(aliases);
  const facts = new Map(source.map((entry) => [`${entry.provider}/${entry.model}`, entry]));
  for (const entry of localFacts(ports)) {
    const place = `${entry.provider}/${entry.model}`;
    if (!facts.has(place)) facts.set(place, entry);
  }
  const objects = [
    ...aliases.map((alias) => describeAlias(alias, facts, ports)),
    ...[...facts].map(([id, entry]) => describeModel(id, entry, usedIn.get(id) ?? [], ports)),
  ];
  const byId = new Map(objects.map((entry) => [entry.model.id, entry]));
  return { source, aliases, local: localPlaces(ports), objects, byId };
}

/** Place → the aliases that have it in their chain. */
function findUses(aliases: readonly AliasDefinition[]): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, Set<string>>();
  for (const alias of aliases) {
    for (const { provider, model } of alias.slots) {
      const place = `${provider}/${model}`;
      const ids = uses.get(place);
      if (ids) ids.add(alias.id);
      else uses.set(place, new Set([alias.id]));
    }
  }
  return new Map([...uses].map(([place, ids]) => [place, [...ids]]));
}

function describeAlias(
  alias: AliasDefinition,
  facts: ReadonlyMap<string, ModelFacts>,
  ports: ListPorts,
): ListedModel {
  const slots = alias.slots.filter((slot) => slot.enabled);
  const slotFacts = slots.flatMap((slot) => facts.get(`${slot.provider}/${slot.model}`) ?? []);
  const model: ModelObject = {
    ...shell(alias.id, 'spidergate'),
    spidergate_info: {
      provider: null,
      provider_model: null,
      context_window: largest(slotFacts.map((entry) => entry.contextWindow)),
      max_output_tokens: largest(slotFacts.map((entry) => entry.maxOutputTokens)),
      capabilities: [...new Set(slotFacts.flatMap((entry) => entry.capabilities ?? []))],
      free_tier: slotFacts.some(isFree),
      is_configured: false,
      in_task_aliases: [],
    },
  };
  const places = slots.map(({ provider, model: name }) =>
    toPlace(provider, name, facts.get(`${provider}/${name}`) ?? null, ports),
  );
  const providers = [...new Set(slots.map((slot) => slot.provider))];
  return { model, name: alias.id.toLowerCase(), providers, places };
}

function describeModel(
  id: string,
  facts: ModelFacts,
  aliases: readonly string[],
  ports: ListPorts,
): ListedModel {
  const model: ModelObject = {
    ...shell(id, facts.provider),
    spidergate_info: {
      provider: facts.provider,
      provider_model: facts.model,
      context_window: facts.contextWindow,
      max_output_tokens: facts.maxOutputTokens,
      capabilities: facts.capabilities ?? [],
      free_tier: isFree(facts),
      is_configured: false,
      in_task_aliases: aliases,
    },
  };
  const places = [toPlace(facts.provider, facts.model, facts, ports)];
  return { model, name: id.toLowerCase(), providers: [facts.provider], places };
}

function toPlace(id: string, model: string, facts: ModelFacts | null, ports: ListPorts): ListedPlace {
  const provider = ports.providers.get(id);
  const isFree = provider !== null && ports.costs.isFree({ provider, model, key: null, facts });
  return { provider: id, model, isFree };
}

/** As the task router would decide, but for what changes from one request to the next. */
function mayUse(viewer: Identity | null, { model, places }: ListedModel): boolean {
  if (viewer === null) return true;
  const { allowedModels, policy } = viewer;
  if (allowedModels.length === 0 && !policy.freeModelsOnly) return true;
  const isNamed = isAllowed(allowedModels, model.id);
  return places.some(
    (place) => (isNamed || isPlaceAllowed(allowedModels, place)) && (place.isFree || !policy.freeModelsOnly),
  );
}

/** `created` is required by the OpenAI shape and means nothing here. */
function shell(id: string, owner: string) {
  return { id, object: 'model', created: 0, owned_by: owner } as const;
}

function localModels(providers: ProviderDirectory) {
  return providers
    .runningLocalServers()
    .flatMap((provider) =>
      (providers.runningLocalModels(provider) ?? []).map((model) => ({ provider, model })),
    );
}

function localPlaces({ providers }: ListPorts): readonly string[] {
  return localModels(providers).map(({ provider, model }) => `${provider}/${model}`);
}

/** Models nobody has written about: those on this machine, and the demo. */
function localFacts({ providers }: ListPorts): readonly ModelFacts[] {
  const nothingKnown = {
    contextWindow: null,
    maxOutputTokens: null,
    maxInputTokens: null,
    capabilities: null,
    price: null,
    tier: 'local',
  } as const;
  const { provider, model } = DEMO.slot;
  return [...localModels(providers), { provider, model }].map((place) => ({ ...nothingKnown, ...place }));
}

type ConfiguredCheck = (providerId: string) => boolean;

function configuredCheck({ keyRing, providers, policy }: ListPorts): ConfiguredCheck {
  const { anonymous_providers: allowsAnonymous, private_prompts_only: isPrivateOnly } = policy();
  const known = new Map<string, boolean>();
  return (id) => {
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const provider = providers.get(id);
    const answer =
      provider !== null &&
      providers.isEnabled(id) &&
      (provider.privatePrompts || !isPrivateOnly) &&
      (keyRing.keysOf(id).some((key) => key.enabled) ||
        provider.auth === 'none' ||
        (provider.keyless === 'anonymous' && allowsAnonymous) ||
        (provider.keyless === 'local' && providers.runningLocalModels(id) !== null));
    known.set(id, answer);
    return answer;
  };
}

function toObject({ model, providers }: ListedModel, isConfigured: ConfiguredCheck): ModelObject {
  if (!providers.some(isConfigured)) return model;
  return { ...model, spidergate_info: { ...model.spidergate_info, is_configured: true } };
}

function isFree(facts: ModelFacts): boolean {
  return facts.tier === 'free' || facts.tier === 'local';
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

function fits(
  { model, name, providers }: ListedModel,
  query: ModelListQuery,
  isConfigured: ConfiguredCheck,
): boolean {
  const info = model.spidergate_info;
  if (query.provider !== undefined && info.provider !== query.provider) return false;
  if (query.freeOnly && !info.free_tier) return false;
  if (query.configuredOnly && !providers.some(isConfigured)) return false;
  if (query.search !== undefined && !name.includes(query.search.toLowerCase())) return false;
  return query.capability === undefined || info.capabilities.includes(query.capability);
}
