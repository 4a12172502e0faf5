import type { Alias, AliasSlot } from '../../../shared/domain/alias';
import type { IpcRequest } from '../../../shared/ipc/contract';

type AliasPut = IpcRequest<'aliases:put'>;

/** A slot and a name for it that lasts while others are moved around it. */
export interface NamedSlot {
  readonly name: string;
  readonly slot: AliasSlot;
}

/** A chain may hold the same place twice, so the name counts too. */
export function nameSlots(slots: readonly AliasSlot[]): readonly NamedSlot[] {
  const seen = new Map<string, number>();
  return slots.map((slot) => {
    const place = `${slot.provider}/${slot.model}/${slot.key_id ?? ''}`;
    const count = (seen.get(place) ?? 0) + 1;
    seen.set(place, count);
    return { name: `${place}#${count}`, slot };
  });
}

/** One slot at another's place; `null`: nothing changes. */
export function moveSlot(slots: readonly AliasSlot[], from: number, to: number): readonly AliasSlot[] | null {
  const moved = slots[from];
  if (moved === undefined || from === to || to < 0 || to >= slots.length) return null;
  return slots.toSpliced(from, 1).toSpliced(to, 0, moved);
}

/** What writes this alias as it is. */
function toPut({ id, slots, ...rest }: Alias): AliasPut {
  const { stream_safety, patience_ms, first_token_ms, max_attempts, route_around_refusals } = rest;
  return {
    id,
    alias: {
      slots: slots.map((slot) => ({ ...slot })),
      stream_safety,
      patience_ms,
      first_token_ms,
      max_attempts,
      route_around_refusals,
    },
  };
}

export type AliasStep =
  | { readonly kind: 'put'; readonly put: AliasPut }
  | { readonly kind: 'delete'; readonly id: string };

/** What leads from one state to the other; `null`: it is not there. Backwards it undoes. */
export function planChange(from: Alias | null, to: Alias | null): readonly AliasStep[] {
  const steps: AliasStep[] = [];
  // A shipped alias that nobody changed is written nowhere.
  if (to !== null && (to.custom || !to.built_in)) steps.push({ kind: 'put', put: toPut(to) });
  else if (to !== null) steps.push({ kind: 'delete', id: to.id });
  if (from !== null && from.id !== to?.id) steps.push({ kind: 'delete', id: from.id });
  return steps;
}
