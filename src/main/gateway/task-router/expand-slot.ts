import { isPlaceAllowed } from '../allow-list';
import { type Candidate, type SkippedPlace, type SkipReason, toSkip } from '../route';
import type { ChainSlot, ProviderDefinition, ProviderQuirks, UsableKey } from '../types';
import { findLimit, findPriceLimit } from './check-limits';
import { hasLocalModel } from './implicit-slots';
import { lookAt, rankKeys, visibleKeys } from './rank-keys';
import type { RoutingQuestion, RoutingRequest, RoutingView } from './types';

const NO_KEY: readonly null[] = [null];

/** One route being planned. */
export interface Planning {
  readonly question: RoutingQuestion;
  readonly view: RoutingView;
  /** The token's list lets the requested name through, and so everything behind it. */
  readonly isNameAllowed: boolean;
  /** A `client:` alias never uses the pool. */
  readonly ownKeysOnly: boolean;
  /** Filled while slots are expanded. */
  readonly skipped: SkippedPlace[];
  /** Those of them that wait for the owner. */
  readonly needOwner: SkippedPlace[];
}

export interface Ranked {
  readonly candidate: Candidate;
  readonly isHealthy: boolean;
}

/** Adds the places of a slot, one for each key that may be used now; the others are written down with their reason. */
export function expandSlot(slot: ChainSlot, planning: Planning, ranked: Ranked[]): void {
  const provider = planning.view.providers.get(slot.provider);
  const visible = visibleKeys(slot, planning);
  const barrier = provider
    ? findBarrier(slot, provider, visible, planning)
    : slot.enabled
      ? 'unknown_provider'
      : 'slot_off';
  if (!provider || barrier) {
    planning.skipped.push({
      provider: slot.provider,
      model: slot.model,
      reason: barrier ?? 'unknown_provider',
    });
    return;
  }
  const facts = planning.view.catalog.facts(provider.id, slot.model);
  const { question, view } = planning;
  const place = { provider, model: slot.model, key: visible[0] ?? null, facts };
  const limit = provider.kind === 'builtin' ? null : findLimit(question.request, facts);
  const reason = limit ?? findPriceLimit(place, question, view.costs);
  if (reason) {
    planning.skipped.push({ provider: slot.provider, model: slot.model, reason });
    return;
  }
  const keys = rankKeys(visible, provider, slot.model, planning);
  for (const key of keys.length > 0 ? keys : NO_KEY) {
    const entry = rankPlace({ provider, model: slot.model, key, facts }, planning);
    if (entry) ranked.push(entry);
  }
}

/** True when the caller has anything that could serve the slot, whatever its state now. */
export function isConfigured(slot: ChainSlot, planning: Planning): boolean {
  const provider = planning.view.providers.get(slot.provider);
  if (!provider || !slot.enabled || provider.refused !== null) return false;
  if (visibleKeys(slot, planning).length > 0) return true;
  return findKeylessTrouble(provider, slot, planning.view) === null;
}

/** True when the slot is what the user would be served by first, were everything well. */
export function isFirstChoice(slot: ChainSlot, planning: Planning): boolean {
  const provider = planning.view.providers.get(slot.provider);
  return provider !== null && isPrivateEnough(provider, planning.view) && isConfigured(slot, planning);
}

/** What keeps the whole slot out, before any key is looked at. */
function findBarrier(
  slot: ChainSlot,
  provider: ProviderDefinition,
  visible: readonly UsableKey[],
  planning: Planning,
): SkipReason | null {
  const { view, question } = planning;
  if (!slot.enabled) return 'slot_off';
  if (provider.refused !== null) return 'provider_refused';
  if (question.request.options.excluded_providers?.includes(provider.id)) return 'excluded';
  if (!view.providers.isEnabled(provider.id)) return 'provider_off';
  const { allowedModels } = question.identity;
  if (!planning.isNameAllowed && !isPlaceAllowed(allowedModels, slot)) return 'not_allowed';
  if (lacksWhatIsAsked(question.request, provider.quirks)) return 'capability_missing';
  const trouble = visible.length > 0 ? null : findKeylessTrouble(provider, slot, view);
  return trouble ?? (isPrivateEnough(provider, view) ? null : 'private_prompts_only');
}

/** What a request means may not be left out of it: a provider that would have to is passed over. */
function lacksWhatIsAsked(
  { choices, needs, wantsSchema = false }: RoutingRequest,
  { singleChoice, dropParams, ignoresJsonSchema }: ProviderQuirks,
): boolean {
  if (choices > 1 && singleChoice) return true;
  if (needs.includes('json') && dropParams.includes('response_format')) return true;
  if (needs.includes('tools') && dropParams.includes('tools')) return true;
  return wantsSchema && ignoresJsonSchema;
}

function isPrivateEnough(provider: ProviderDefinition, view: RoutingView): boolean {
  return provider.privatePrompts || !view.policy().private_prompts_only;
}

/** Why a provider cannot be called without a key; `null` when it can. */
function findKeylessTrouble(
  provider: ProviderDefinition,
  slot: ChainSlot,
  view: RoutingView,
): SkipReason | null {
  if (slot.keyId !== null) return 'no_key';
  if (provider.auth === 'none') return null;
  if (provider.keyless === 'anonymous') return view.policy().anonymous_providers ? null : 'no_key';
  if (provider.keyless !== 'local') return 'no_key';
  const models = view.providers.runningLocalModels(provider.id);
  if (models === null) return 'not_running';
  return hasLocalModel(models, slot.model) ? null : 'model_not_installed';
}

/** `null`: written down among those left out. */
function rankPlace(place: Omit<Candidate, 'keyScope'>, planning: Planning): Ranked | null {
  const { provider, model, key, facts } = place;
  const { view, question } = planning;
  const skip = (reason: SkipReason, until: number | null = null, needsOwner = false) => {
    const skipped = toSkip(place, reason, until);
    planning.skipped.push(skipped);
    if (needsOwner) planning.needOwner.push(skipped);
    return null;
  };
  if (key && !key.enabled) return skip('key_off');
  if (key && view.keyRing.isLocked()) return skip('vault_locked');
  if (key && view.keyRing.isDamaged(key.id)) return skip('key_damaged', null, true);
  const health = lookAt(provider, model, key, planning);
  if (!health.usable) return skip(health.reason, health.until, health.needsOwner);
  const refusal = key && view.limits.lookAtKey(key);
  if (refusal) return skip(refusal.reason, refusal.until);
  const isBrand = key !== null && key.workspaceId === question.identity.workspaceId;
  const keyScope = key === null ? 'none' : isBrand ? 'brand' : 'pool';
  return { candidate: { provider, model, key, keyScope, facts }, isHealthy: health.rank === 'healthy' };
}
