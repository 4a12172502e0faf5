import type { Alias, AliasSlot } from '../../../shared/domain/alias';
import type { ProviderKey } from '../../../shared/domain/key';
import type { RouteExplanation } from '../../../shared/domain/route-explanation';
import type { TraceSkip } from '../../../shared/domain/route-trace';

export type RankedPlace = RouteExplanation['candidates'][number];

/** A slot as main would treat it for a request that came now. */
export type SlotView = { readonly slot: AliasSlot } & (
  | { readonly state: 'ready'; readonly place: RankedPlace; readonly isNext: boolean }
  | { readonly state: 'skipped'; readonly reason: string; readonly until: string | null }
  /** Not explained yet, or changed since. */
  | { readonly state: 'unknown' }
);

export interface ChainView {
  readonly slots: readonly SlotView[];
  /** Places that no slot names: what answers when the chain cannot, best first. */
  readonly beyond: readonly RankedPlace[];
  readonly readyCount: number;
}

/** Lays an explanation over the chain it explains. Nothing is decided here: main has decided. */
export function viewChain(
  alias: Alias,
  explanation: RouteExplanation | null,
  keys: readonly ProviderKey[],
): ChainView {
  if (explanation === null) {
    return {
      slots: alias.slots.map((slot) => ({ slot, state: 'unknown' })),
      beyond: [],
      readyCount: 0,
    };
  }
  const shown = new Set<RankedPlace>();
  const slots = alias.slots.map((slot) => viewSlot(slot, explanation, keys, shown));
  return {
    slots,
    beyond: explanation.candidates.filter((place) => !shown.has(place)),
    readyCount: slots.filter(({ state }) => state === 'ready').length,
  };
}

/** A slot stands for every key that fits it; the best of them speaks for it. */
function viewSlot(
  slot: AliasSlot,
  { candidates, skipped }: RouteExplanation,
  keys: readonly ProviderKey[],
  shown: Set<RankedPlace>,
): SlotView {
  const named = keys.find((key) => key.id === slot.key_id);
  const keyName = named && `${named.provider_name} · ${named.key_label}`;
  const fits = (place: {
    readonly provider: string;
    readonly model: string;
    readonly key?: string | null | undefined;
  }) =>
    place.provider === slot.provider &&
    place.model === slot.model &&
    // A skip of the whole slot names no key.
    (keyName === undefined || place.key === undefined || place.key === null || place.key === keyName);
  const [place, ...others] = candidates.filter((candidate) => fits(candidate) && !shown.has(candidate));
  if (slot.enabled !== false && place !== undefined) {
    for (const taken of [place, ...others]) shown.add(taken);
    return { slot, state: 'ready', place, isNext: place.rank === 1 };
  }
  const skip = soonest(skipped.filter(fits));
  if (skip === null) return { slot, state: 'unknown' };
  return { slot, state: 'skipped', reason: skip.reason, until: skip.until ?? null };
}

/** Of several keys the one that is back first says how long it takes. */
function soonest(skips: readonly TraceSkip[]): TraceSkip | null {
  const [first = null, ...rest] = skips;
  return rest.reduce((best, skip) => (timeOf(skip) < timeOf(best) ? skip : best), first);
}

function timeOf(skip: TraceSkip | null): number {
  return skip?.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(skip.until);
}
