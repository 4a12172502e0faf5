import { isAllowed, isPlaceAllowed } from '../allow-list';
import { SpiderGateError } from '../errors';
import type { AliasDefinition, ChainSlot, Identity, ProviderDefinition } from '../types';
import type { RoutingView } from './types';

const AGENT_FALL_THROUGH = 'agent/chat';

export type Resolution =
  | { readonly kind: 'alias'; readonly alias: AliasDefinition; readonly slots: readonly ChainSlot[] }
  | { readonly kind: 'pinned'; readonly slot: ChainSlot };

/**
 * Turns the `model` field into an alias's chain or one pinned place.
 * Throws `model_not_found` when nothing here has that name, `no_<provider>_key` when its provider has no key.
 */
export function resolveModel(name: string, identity: Identity, view: RoutingView): Resolution {
  const alias = view.aliases.get(name);
  if (alias) {
    const more = fallThrough(alias, view);
    return { kind: 'alias', alias, slots: more.length === 0 ? alias.slots : [...alias.slots, ...more] };
  }
  const slash = name.indexOf('/');
  const provider = slash > 0 ? view.providers.get(name.slice(0, slash)) : null;
  const bareProviders = view.catalog.providersOf(name);
  // `openai/gpt-oss-120b` is a model of Groq as well as OpenAI's prefix: a model that is known wins.
  const isKnownThere = provider !== null && view.catalog.facts(provider.id, name.slice(slash + 1)) !== null;
  if (provider && (isKnownThere || bareProviders.length === 0)) {
    return pin(provider.id, name.slice(slash + 1));
  }
  if (bareProviders.length > 0) return pin(pickProvider(bareProviders, identity, view), name);
  const former = slash > 0 ? findByOtherId(name.slice(0, slash), view) : null;
  if (former) return pin(former.id, name.slice(slash + 1));
  throw new SpiderGateError(
    'model_not_found',
    `There is no alias, provider or model named "${name}". GET /v1/models lists what can be asked for.`,
    { param: 'model' },
  );
}

/** Source: routing.md, "From alias to candidates", 4. */
function fallThrough(alias: AliasDefinition, view: RoutingView): readonly ChainSlot[] {
  if (!alias.id.startsWith('agent/') || alias.id === AGENT_FALL_THROUGH || alias.id.startsWith('agent/embed'))
    return [];
  const already = new Set(alias.slots.map((slot) => `${slot.provider}/${slot.model}`));
  const chat = view.aliases.get(AGENT_FALL_THROUGH);
  return chat?.slots.filter((slot) => !already.has(`${slot.provider}/${slot.model}`)) ?? [];
}

/** Imported configurations call some providers by other names; only those that are refused are looked up by them. */
function findByOtherId(id: string, view: RoutingView): ProviderDefinition | null {
  return view.providers.list().find(({ otherIds }) => otherIds.includes(id)) ?? null;
}

function pin(provider: string, model: string): Resolution {
  return { kind: 'pinned', slot: { provider, model, keyId: null, enabled: true } };
}

/** The first provider that could be called now, else the first one there is. */
function pickProvider(providers: readonly string[], identity: Identity, view: RoutingView): string {
  const usable = providers.find((id) => {
    const provider = view.providers.get(id);
    if (!provider || provider.refused !== null || !view.providers.isEnabled(id)) return false;
    if (provider.keyless === 'local') return view.providers.runningLocalModels(id) !== null;
    if (provider.auth === 'none') return true;
    return view.keyRing
      .keysOf(id)
      .some((key) => key.shareWithPool || key.workspaceId === identity.workspaceId);
  });
  return usable ?? providers[0] ?? '';
}

/** Throws `model_not_allowed` when neither the name nor any place it leads to is on the token's list. */
export function requireAllowed(name: string, resolution: Resolution, identity: Identity): void {
  const { allowedModels } = identity;
  const slots = resolution.kind === 'alias' ? resolution.slots : [resolution.slot];
  if (isAllowed(allowedModels, name) || slots.some((slot) => isPlaceAllowed(allowedModels, slot))) return;
  throw new SpiderGateError(
    'model_not_allowed',
    `This token may not use "${name}". It may use: ${allowedModels.join(', ')}.`,
    { param: 'model' },
  );
}
