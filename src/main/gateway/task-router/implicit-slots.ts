import { DEMO } from '../demo';
import type { AliasDefinition, ChainSlot } from '../types';
import type { RoutingView } from './types';

/** Families that ship with the program; only these get more at their end than they list. */
const BUILT_IN_FAMILY = /^(?:spideriq|agent)\/(?!embed)/;

/**
 * What the end of a built-in chain gets: running local servers, then providers that ask for no account (if the user
 * allows those), and the demo while nothing else is configured. A user's own alias means exactly what it lists.
 */
export function implicitSlots(
  alias: AliasDefinition,
  slots: readonly ChainSlot[],
  isConfigured: boolean,
  view: RoutingView,
): readonly ChainSlot[] {
  if (!BUILT_IN_FAMILY.test(alias.id)) return [];
  const implicit = [...localSlots(slots, view), ...anonymousSlots(slots, view)];
  return isConfigured || implicit.length > 0 ? implicit : [DEMO.slot];
}

/** Ollama lists `llama3:latest` for what people call `llama3`. */
export function hasLocalModel(models: readonly string[] | null, model: string): boolean {
  return models !== null && (models.includes(model) || models.includes(`${model}:latest`));
}

/** One slot for each running local server that the chain does not already use. */
function localSlots(slots: readonly ChainSlot[], view: RoutingView): readonly ChainSlot[] {
  return view.providers.runningLocalServers().flatMap((provider) => {
    const models = view.providers.runningLocalModels(provider) ?? [];
    if (slots.some((slot) => slot.provider === provider && hasLocalModel(models, slot.model))) return [];
    const model = models.find((name) => !/embed/i.test(name));
    return model === undefined ? [] : [toSlot(provider, model)];
  });
}

function anonymousSlots(slots: readonly ChainSlot[], view: RoutingView): readonly ChainSlot[] {
  if (!view.policy().anonymous_providers) return [];
  return view.providers.list().flatMap((provider) => {
    if (provider.keyless !== 'anonymous' || slots.some((slot) => slot.provider === provider.id)) return [];
    return provider.anonymousModels.map((model) => toSlot(provider.id, model));
  });
}

function toSlot(provider: string, model: string): ChainSlot {
  return { provider, model, keyId: null, enabled: true };
}
