import type { Alias, AliasSlot } from '../../../shared/domain/alias';
import type { ProviderKey } from '../../../shared/domain/key';
import type { ProviderSummary } from '../../../shared/domain/provider';

/** Why a slot would or would not take a request at this moment, as far as the window can know. */
export type SlotState =
  | 'ready'
  /** A local server that runs; whether it has the model is known to main only. */
  | 'local'
  | 'slot_off'
  | 'unknown_provider'
  | 'provider_off'
  | 'not_running'
  | 'no_key'
  | 'key_off'
  | 'key_unhealthy'
  | 'cooling_down';

export interface SlotView {
  readonly slot: AliasSlot;
  readonly state: SlotState;
  /** The first one that is ready: where the next request would go. */
  readonly isNext: boolean;
}

interface Surroundings {
  readonly providers: readonly ProviderSummary[];
  readonly keys: readonly ProviderKey[];
  readonly now: number;
}

export function viewChain(alias: Alias, around: Surroundings): readonly SlotView[] {
  const states = alias.slots.map((slot) => judgeSlot(slot, around));
  const next = states.indexOf('ready');
  return alias.slots.map((slot, index) => ({
    slot,
    state: states[index] ?? 'unknown_provider',
    isNext: index === next,
  }));
}

function judgeSlot(slot: AliasSlot, { providers, keys, now }: Surroundings): SlotState {
  if (slot.enabled === false) return 'slot_off';
  const provider = providers.find((candidate) => candidate.id === slot.provider);
  if (provider === undefined) return 'unknown_provider';
  if (!provider.enabled) return 'provider_off';
  const own = keys.filter(
    (key) => key.provider_name === slot.provider && (slot.key_id === undefined || key.id === slot.key_id),
  );
  // Local servers, and custom providers without sign-in, serve without any key.
  if (own.length === 0) {
    if (provider.kind === 'local') return provider.configured ? 'local' : 'not_running';
    return provider.configured && provider.key_count === 0 ? 'ready' : 'no_key';
  }
  return judgeKeys(own, now);
}

/** One usable key is enough; otherwise the reason that goes away soonest is named. */
function judgeKeys(keys: readonly ProviderKey[], now: number): SlotState {
  const enabled = keys.filter((key) => key.enabled);
  if (enabled.length === 0) return 'key_off';
  const healthy = enabled.filter((key) => key.health.status !== 'unhealthy');
  if (healthy.length === 0) return 'key_unhealthy';
  const isCooling = (key: ProviderKey) =>
    key.health.cooling_until !== null && Date.parse(key.health.cooling_until) > now;
  return healthy.every(isCooling) ? 'cooling_down' : 'ready';
}
