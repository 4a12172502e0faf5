import { DEMO } from './demo';
import { SpiderGateError } from './errors';
import type { ModelListQuery, ModelObject } from './gateway';
import type { GatewayPorts } from './ports';
import type { ModelFacts } from './types';

export type ListPorts = Pick<GatewayPorts, 'aliases' | 'catalog' | 'keyRing' | 'providers'>;

/** Aliases first, then every model known by its `provider/model` name. */
export function listModels(query: ModelListQuery, ports: ListPorts) {
  const all = collectModels(ports).filter((model) => fits(model, query));
  const offset = query.offset ?? 0;
  return {
    data: all.slice(offset, query.limit === undefined ? undefined : offset + query.limit),
    total: all.length,
  };
}

export function findModel(id: string, ports: ListPorts): ModelObject | SpiderGateError {
  return (
    collectModels(ports).find((model) => model.id === id) ??
    new SpiderGateError('model_not_found', `There is no alias or model named "${id}".`, { param: 'model' })
  );
}

function collectModels(ports: ListPorts): readonly ModelObject[] {
  const isConfigured = configuredCheck(ports);
  const usedIn = new Map<string, string[]>();
  for (const alias of ports.aliases.list()) {
    for (const { provider, model } of alias.slots) {
      const place = `${provider}/${model}`;
      const aliases = usedIn.get(place) ?? [];
      if (!aliases.includes(alias.id)) usedIn.set(place, [...aliases, alias.id]);
    }
  }
  const facts = new Map(ports.catalog.list().map((entry) => [`${entry.provider}/${entry.model}`, entry]));
  for (const entry of localFacts(ports))
    if (!facts.has(`${entry.provider}/${entry.model}`)) facts.set(`${entry.provider}/${entry.model}`, entry);
  const models = [...facts].map(([id, entry]) =>
    toModel(id, entry, isConfigured(entry.provider), usedIn.get(id) ?? []),
  );
  const aliases = ports.aliases.list().map((alias): ModelObject => {
    const configured = alias.slots.some((slot) => slot.enabled && isConfigured(slot.provider));
    const slotFacts = alias.slots.flatMap((slot) => facts.get(`${slot.provider}/${slot.model}`) ?? []);
    return {
      ...shell(alias.id, 'spidergate'),
      spidergate_info: {
        provider: null,
        provider_model: null,
        context_window: largest(slotFacts.map((entry) => entry.contextWindow)),
        max_output_tokens: largest(slotFacts.map((entry) => entry.maxOutputTokens)),
        capabilities: [...new Set(slotFacts.flatMap((entry) => entry.capabilities ?? []))],
        free_tier: slotFacts.some(isFree),
        is_configured: configured,
        in_task_aliases: [],
      },
    };
  });
  return [...aliases, ...models];
}

function localFacts({ providers }: ListPorts): readonly ModelFacts[] {
  const none = {
    contextWindow: null,
    maxOutputTokens: null,
    maxInputTokens: null,
    capabilities: null,
    price: null,
  };
  const local = providers
    .runningLocalServers()
    .flatMap((provider) =>
      (providers.runningLocalModels(provider) ?? []).map((model) => ({ provider, model })),
    );
  const { provider, model } = DEMO.slot;
  return [...local, { provider, model }].map((place) => ({ ...none, ...place, tier: 'local' as const }));
}

function configuredCheck({ keyRing, providers }: ListPorts): (providerId: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const provider = providers.get(id);
    const answer =
      provider !== null &&
      providers.isEnabled(id) &&
      (keyRing.keysOf(id).some((key) => key.enabled) ||
        provider.auth === 'none' ||
        (provider.keyless === 'local' && providers.runningLocalModels(id) !== null));
    known.set(id, answer);
    return answer;
  };
}

function toModel(
  id: string,
  facts: ModelFacts,
  configured: boolean,
  aliases: readonly string[],
): ModelObject {
  return {
    ...shell(id, facts.provider),
    spidergate_info: {
      provider: facts.provider,
      provider_model: facts.model,
      context_window: facts.contextWindow,
      max_output_tokens: facts.maxOutputTokens,
      capabilities: facts.capabilities ?? [],
      free_tier: isFree(facts),
      is_configured: configured,
      in_task_aliases: aliases,
    },
  };
}

/** `created` is required by the OpenAI shape and means nothing here. */
function shell(id: string, owner: string) {
  return { id, object: 'model', created: 0, owned_by: owner } as const;
}

function isFree(facts: ModelFacts): boolean {
  return facts.tier === 'free' || facts.tier === 'local';
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

function fits({ id, spidergate_info: info }: ModelObject, query: ModelListQuery): boolean {
  if (query.provider !== undefined && info.provider !== query.provider) return false;
  if (query.freeOnly && !info.free_tier) return false;
  if (query.configuredOnly && !info.is_configured) return false;
  if (query.search !== undefined && !id.toLowerCase().includes(query.search.toLowerCase())) return false;
  return query.capability === undefined || info.capabilities.includes(query.capability);
}
