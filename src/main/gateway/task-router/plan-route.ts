import type { AliasTemper } from '../../../shared/domain/alias';
import { isAllowed } from '../allow-list';
import { DEMO } from '../demo';
import type { Candidate, RoutePlan, SkippedPlace, SkipReason } from '../route';
import { nameKey } from '../route';
import type { ChainSlot, ProviderDefinition, UsableKey } from '../types';
import { findLimit } from './check-limits';
import { lookAt, rankKeys, visibleKeys } from './rank-keys';
import { isPlaceAllowed, requireAllowed, resolveModel } from './resolve-model';
import type { RoutingQuestion, RoutingView } from './types';

/** Families that ship with the program; only these get local servers and the demo at their end. */
const BUILT_IN_FAMILY = /^(?:spideriq|agent)\/(?!embed)/;
const PINNED_TEMPER: AliasTemper = {
  stream_safety: 'live',
  patience_ms: 0,
  first_token_ms: 10_000,
  max_attempts: 12,
};

interface Planning {
  readonly question: RoutingQuestion;
  readonly view: RoutingView;
  /** The token's list lets the requested name through, and so everything behind it. */
  readonly isNameAllowed: boolean;
  readonly skipped: SkippedPlace[];
}

interface Ranked {
  readonly candidate: Candidate;
  readonly isHealthy: boolean;
}

/**
 * Decides where a request may go, best first. Pure: it reads the view and changes nothing,
 * so that an explanation and a real request can never disagree. Source: routing.md.
 */
export function planRoute(question: RoutingQuestion, view: RoutingView): RoutePlan {
  const { request, identity } = question;
  const resolution = resolveModel(request.model, identity, view);
  requireAllowed(request.model, resolution, identity);
  const planning: Planning = {
    question,
    view,
    isNameAllowed: isAllowed(identity.allowedModels, request.model),
    skipped: [],
  };
  const alias = resolution.kind === 'alias' ? resolution.alias : null;
  const slots = preferProviders(resolution.kind === 'alias' ? resolution.slots : [resolution.slot], planning);
  const firstChoice = slots.find((slot) => isConfigured(slot, planning)) ?? null;
  const ranked = slots.flatMap((slot) => expandSlot(slot, planning));
  if (alias && BUILT_IN_FAMILY.test(alias.id)) {
    const local = localSlots(slots, view);
    ranked.push(...local.flatMap((slot) => expandSlot(slot, planning)));
    if (firstChoice === null && local.length === 0) ranked.push(...expandSlot(DEMO.slot, planning));
  }
  for (const model of request.options.fallback_models ?? []) {
    ranked.push(...expandFallback(model, planning));
  }
  return {
    requested: request.model,
    alias: alias?.id ?? null,
    temper: { ...(alias ?? PINNED_TEMPER), ...pickSafety(request.options.stream_safety) },
    candidates: rankByHealth(ranked),
    skipped: planning.skipped,
    firstChoice: firstChoice && `${firstChoice.provider}/${firstChoice.model}`,
  };
}

function pickSafety(safety: AliasTemper['stream_safety'] | undefined): Partial<AliasTemper> {
  return safety ? { stream_safety: safety } : {};
}

/** A healthy candidate goes before a degraded one; inside a class the order stands. No place comes twice. */
function rankByHealth(ranked: readonly Ranked[]): readonly Candidate[] {
  const seen = new Set<string>();
  const unique = ranked.filter(({ candidate }) => {
    const place = `${candidate.provider.id}/${candidate.model}/${candidate.key?.id ?? ''}`;
    return !seen.has(place) && seen.add(place);
  });
  return [...unique.filter((entry) => entry.isHealthy), ...unique.filter((entry) => !entry.isHealthy)].map(
    (entry) => entry.candidate,
  );
}

function preferProviders(slots: readonly ChainSlot[], { question }: Planning): readonly ChainSlot[] {
  const preferred = question.request.options.preferred_providers ?? [];
  if (preferred.length === 0) return slots;
  const isPreferred = (slot: ChainSlot) => preferred.includes(slot.provider);
  return [...slots.filter(isPreferred), ...slots.filter((slot) => !isPreferred(slot))];
}

/** True when the caller has anything that could serve the slot, whatever its state now. */
function isConfigured(slot: ChainSlot, planning: Planning): boolean {
  const provider = planning.view.providers.get(slot.provider);
  if (!provider || !slot.enabled) return false;
  if (provider.keyless === 'local' && provider.kind !== 'builtin') {
    return hasLocalModel(planning.view.providers.runningLocalModels(provider.id), slot.model);
  }
  return provider.auth === 'none' || visibleKeys(slot, planning).length > 0;
}

function expandSlot(slot: ChainSlot, planning: Planning): readonly Ranked[] {
  const { view, question } = planning;
  const provider = view.providers.get(slot.provider);
  const skip = (reason: SkipReason) => {
    planning.skipped.push({ provider: slot.provider, model: slot.model, reason });
    return [];
  };
  if (!slot.enabled) return skip('slot_off');
  if (!provider) return skip('unknown_provider');
  if (question.request.options.excluded_providers?.includes(provider.id)) return skip('excluded');
  if (!view.providers.isEnabled(provider.id)) return skip('provider_off');
  if (!planning.isNameAllowed && !isPlaceAllowed(question.identity.allowedModels, slot))
    return skip('not_allowed');
  const keys: readonly (UsableKey | null)[] = rankKeys(
    visibleKeys(slot, planning),
    provider,
    slot.model,
    planning,
  );
  const places = keys.length > 0 ? keys : keylessPlace(provider);
  if (places.length === 0) return skip('no_key');
  const unavailable = keys.length === 0 ? findLocalTrouble(provider, slot.model, view) : null;
  if (unavailable) return skip(unavailable);
  const facts = view.catalog.facts(provider.id, slot.model);
  const limit = provider.kind === 'builtin' ? null : findLimit(question.request, facts);
  if (limit) return skip(limit);
  return places.flatMap((key) => rankPlace({ provider, model: slot.model, key, facts }, planning));
}

function rankPlace(
  place: Omit<Candidate, 'keyScope'>,
  { view, question, skipped }: Planning,
): readonly Ranked[] {
  const { provider, model, key } = place;
  const skip = (reason: SkipReason, until?: number) => {
    const name = nameKey(key);
    skipped.push({
      provider: provider.id,
      model,
      reason,
      ...(name === null ? {} : { key: name }),
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    });
    return [];
  };
  if (key && !key.enabled) return skip('key_off');
  if (key && view.keyRing.isLocked()) return skip('vault_locked');
  const health = lookAt(provider, model, key, { view, question });
  if (!health.usable) return skip(health.reason, health.until ?? undefined);
  const isBrand = key !== null && key.workspaceId === question.identity.workspaceId;
  const keyScope = key === null ? 'none' : isBrand ? 'brand' : 'pool';
  return [{ candidate: { ...place, keyScope }, isHealthy: health.rank === 'healthy' }];
}

function keylessPlace(provider: ProviderDefinition): readonly null[] {
  return provider.auth === 'none' || provider.keyless === 'local' ? [null] : [];
}

function findLocalTrouble(provider: ProviderDefinition, model: string, view: RoutingView): SkipReason | null {
  if (provider.keyless !== 'local' || provider.kind === 'builtin') return null;
  const models = view.providers.runningLocalModels(provider.id);
  if (models === null) return 'not_running';
  return hasLocalModel(models, model) ? null : 'model_not_installed';
}

/** Ollama lists `llama3:latest` for what people call `llama3`. */
function hasLocalModel(models: readonly string[] | null, model: string): boolean {
  return models !== null && (models.includes(model) || models.includes(`${model}:latest`));
}

/** One slot for each running local server that the chain does not already use. */
function localSlots(slots: readonly ChainSlot[], view: RoutingView): readonly ChainSlot[] {
  return view.providers.runningLocalServers().flatMap((provider) => {
    const models = view.providers.runningLocalModels(provider) ?? [];
    if (slots.some((slot) => slot.provider === provider && hasLocalModel(models, slot.model))) return [];
    const model = models.find((name) => !/embed/i.test(name));
    return model === undefined ? [] : [{ provider, model, keyId: null, enabled: true }];
  });
}

/** Source: routing.md: `fallback_models[]` come after the alias's own chain. Unknown names are skipped, not refused. */
function expandFallback(model: string, planning: Planning): readonly Ranked[] {
  const { question, view } = planning;
  try {
    const resolution = resolveModel(model, question.identity, view);
    requireAllowed(model, resolution, question.identity);
    const slots = resolution.kind === 'alias' ? resolution.slots : [resolution.slot];
    const isNameAllowed = isAllowed(question.identity.allowedModels, model);
    return slots.flatMap((slot) => expandSlot(slot, { ...planning, isNameAllowed }));
  } catch {
    planning.skipped.push({ provider: '', model, reason: 'unknown_provider' });
    return [];
  }
}
