import type { AliasTemper } from '../../../shared/domain/alias';
import { isAllowed } from '../allow-list';
import { SpiderGateError } from '../errors';
import type { Candidate, RoutePlan } from '../route';
import type { AliasDefinition, ChainSlot } from '../types';
import { expandSlot, isConfigured, isFirstChoice, type Planning, type Ranked } from './expand-slot';
import { implicitSlots } from './implicit-slots';
import { requireAllowed, resolveModel } from './resolve-model';
import type { RoutingQuestion, RoutingRequest, RoutingView } from './types';

const PINNED_TEMPER: AliasTemper = {
  stream_safety: 'live',
  patience_ms: 0,
  first_token_ms: 10_000,
  max_attempts: 12,
  route_around_refusals: false,
};

/**
 * Decides where a request may go, best first. Pure: it reads the view and changes nothing,
 * so that an explanation and a real request can never disagree. Source: routing.md.
 */
export function planRoute(question: RoutingQuestion, view: RoutingView): RoutePlan {
  const { request, identity } = question;
  const resolution = resolveModel(request.model, identity, view);
  requireAllowed(request.model, resolution, identity);
  const isNameAllowed = isAllowed(identity.allowedModels, request.model);
  const alias = resolution.kind === 'alias' ? resolution.alias : null;
  const ownKeysOnly = isOfClient(alias);
  const planning: Planning = { question, view, isNameAllowed, ownKeysOnly, skipped: [], needOwner: [] };
  const slots = resolution.kind === 'alias' ? resolution.slots : [resolution.slot];
  // The demo stands in for what is not there, never for what the user keeps out.
  const hasAny = slots.some((slot) => isConfigured(slot, planning));
  const implicit = alias ? implicitSlots(alias, slots, hasAny, view) : [];
  const chain = preferProviders(implicit.length === 0 ? slots : [...slots, ...implicit], request);
  const firstChoice = chain.find((slot) => isFirstChoice(slot, planning)) ?? null;
  const ranked: Ranked[] = [];
  for (const slot of chain) expandSlot(slot, planning, ranked);
  for (const model of request.options.fallback_models ?? []) expandFallback(model, planning, ranked);
  return {
    requested: request.model,
    alias: alias?.id ?? null,
    temper: toTemper(alias, request),
    candidates: keepModel(keepPlace(rankByHealth(ranked), planning), chain, planning),
    skipped: planning.skipped,
    needOwner: planning.needOwner,
    firstChoice: firstChoice && `${firstChoice.provider}/${firstChoice.model}`,
  };
}

function isOfClient(alias: AliasDefinition | null): boolean {
  return alias?.id.startsWith('client:') ?? false;
}

function toTemper(alias: AliasDefinition | null, { options }: RoutingRequest): AliasTemper {
  const temper = alias ?? PINNED_TEMPER;
  return {
    stream_safety: options.stream_safety ?? temper.stream_safety,
    patience_ms: temper.patience_ms,
    first_token_ms: temper.first_token_ms,
    route_around_refusals: temper.route_around_refusals,
    max_attempts: options.retry_count === undefined ? temper.max_attempts : options.retry_count + 1,
  };
}

/** A healthy candidate goes before a degraded one; inside a class the order stands. No place comes twice. */
function rankByHealth(ranked: readonly Ranked[]): readonly Ranked[] {
  if (ranked.length < 2) return ranked;
  const seen = new Set<string>();
  const unique = ranked.filter(({ candidate }) => {
    const place = nameOf(candidate);
    return !seen.has(place) && seen.add(place);
  });
  return [...unique.filter((entry) => entry.isHealthy), ...unique.filter((entry) => !entry.isHealthy)];
}

/** A conversation stays where it is while that place is healthy: prompt caches are per account. */
function keepPlace(ranked: readonly Ranked[], { question, view }: Planning): readonly Candidate[] {
  const { sessionKey, options } = question.request;
  const last =
    sessionKey === null ? null : view.affinity.placeOf(`${question.identity.clientId}/${sessionKey}`);
  const wanted = options.preferred_providers ?? [];
  const mayStay = ({ candidate, isHealthy }: Ranked) =>
    isHealthy &&
    nameOf(candidate) === last &&
    // What a request asks for itself comes before what it did last time.
    (wanted.length === 0 || wanted.includes(candidate.provider.id));
  const stays = last === null ? undefined : ranked.find(mayStay);
  const order = stays ? [stays, ...ranked.filter((entry) => entry !== stays)] : ranked;
  return order.map((entry) => entry.candidate);
}

/**
 * Vectors of two models do not mix, in one request as little as in an index that is filled over weeks: the first slot
 * that is set up names the only model, whatever state it is in now.
 */
function keepModel(
  candidates: readonly Candidate[],
  slots: readonly ChainSlot[],
  planning: Planning,
): readonly Candidate[] {
  const [first] = candidates;
  if (!first || !planning.question.request.keepsModel) return candidates;
  const model = baseName((slots.find((slot) => isMeant(slot, planning)) ?? first).model);
  const isSame = (candidate: Candidate) => baseName(candidate.model) === model;
  for (const other of candidates.filter((candidate) => !isSame(candidate))) {
    planning.skipped.push({ provider: other.provider.id, model: other.model, reason: 'other_model' });
  }
  return candidates.filter(isSame);
}

/** A server of one's own that happens not to run is meant all the same. */
function isMeant(slot: ChainSlot, planning: Planning): boolean {
  const isLocal = planning.view.providers.get(slot.provider)?.keyless === 'local';
  return slot.enabled && (isLocal || isConfigured(slot, planning));
}

/** `openai/text-embedding-3-small` at a gateway is the same model as `text-embedding-3-small`. */
function baseName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

/** A place's name among the candidates of one request. */
export function nameOf({ provider, model, key }: Candidate): string {
  return `${provider.id}/${model}/${key?.id ?? ''}`;
}

function preferProviders(slots: readonly ChainSlot[], { options }: RoutingRequest): readonly ChainSlot[] {
  const preferred = options.preferred_providers ?? [];
  if (preferred.length === 0) return slots;
  const isPreferred = (slot: ChainSlot) => preferred.includes(slot.provider);
  return [...slots.filter(isPreferred), ...slots.filter((slot) => !isPreferred(slot))];
}

/** Source: routing.md: `fallback_models[]` come after the alias's own chain. Unknown names are skipped, not refused. */
function expandFallback(model: string, planning: Planning, ranked: Ranked[]): void {
  const { question, view } = planning;
  try {
    const resolution = resolveModel(model, question.identity, view);
    requireAllowed(model, resolution, question.identity);
    const slots = resolution.kind === 'alias' ? resolution.slots : [resolution.slot];
    const isNameAllowed = isAllowed(question.identity.allowedModels, model);
    const ownKeysOnly = isOfClient(resolution.kind === 'alias' ? resolution.alias : null);
    for (const slot of slots) expandSlot(slot, { ...planning, isNameAllowed, ownKeysOnly }, ranked);
  } catch (error) {
    const isRefused = error instanceof SpiderGateError && error.code === 'model_not_allowed';
    planning.skipped.push({ provider: '', model, reason: isRefused ? 'not_allowed' : 'unknown_provider' });
  }
}
