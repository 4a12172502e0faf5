import type { PlaceHealth } from '../health/types';
import { isLocalAddress } from '../local-address';
import type { ProviderDefinition, UsableKey } from '../types';
import type { RoutingQuestion, RoutingView } from './types';

interface Planning {
  readonly question: RoutingQuestion;
  readonly view: RoutingView;
  /** Keys of other workspaces are none of its business, shared or not. */
  readonly ownKeysOnly?: boolean;
}

/** How one place is doing, for a request of this size. */
export function lookAt(
  provider: ProviderDefinition,
  model: string,
  key: UsableKey | null,
  { question, view }: Planning,
): PlaceHealth {
  return view.health.look(
    {
      provider: provider.id,
      model,
      keyId: key?.id ?? null,
      account: key?.account ?? null,
      isLocal: isLocalAddress(provider.baseUrl),
    },
    question.request,
  );
}

/** The keys the caller may use for a slot: its workspace's own, and those shared with the pool. */
export function visibleKeys(
  slot: { readonly provider: string; readonly keyId: string | null },
  { question, view, ownKeysOnly = false }: Planning,
): readonly UsableKey[] {
  const { workspaceId } = question.identity;
  const pinned = slot.keyId === null ? null : view.keyRing.key(slot.keyId);
  const all = slot.keyId === null ? view.keyRing.keysOf(slot.provider) : pinned ? [pinned] : [];
  const isVisible = (key: UsableKey) =>
    key.workspaceId === workspaceId || (key.shareWithPool && !ownKeysOnly);
  return all.every(isVisible) ? all : all.filter(isVisible);
}

/**
 * Brand keys before pool keys, inside each group by priority, then by most quota left, then by least in flight.
 * A quota nobody knows counts as a full one.
 */
export function rankKeys(
  keys: readonly UsableKey[],
  provider: ProviderDefinition,
  model: string,
  planning: Planning,
): readonly UsableKey[] {
  if (keys.length < 2) return keys;
  const { workspaceId } = planning.question.identity;
  const ranked = keys.map((key) => {
    const health = lookAt(provider, model, key, planning);
    return {
      key,
      group: key.workspaceId === workspaceId ? 0 : 1,
      left: health.usable ? (health.quotaLeft ?? 1) : 0,
      inFlight: health.usable ? health.inFlight : 0,
    };
  });
  ranked.sort(
    (a, b) =>
      a.group - b.group || a.key.priority - b.key.priority || b.left - a.left || a.inFlight - b.inFlight,
  );
  return ranked.map((entry) => entry.key);
}
