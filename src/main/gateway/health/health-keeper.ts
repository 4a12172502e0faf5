import type { Clock } from '../ports';
import type { HealthStore } from './types';

/** Changes are written together; a crash loses at most this much of what was learned. */
const WRITE_AFTER_MS = 1000;

/** Writes health states behind, the last one of each name only. */
export interface HealthKeeper {
  /** `null`: there is nothing to remember any more. */
  note(kind: string, id: string, state: unknown): void;
  flush(): void;
}

export function createHealthKeeper(clock: Clock, store: HealthStore): HealthKeeper {
  const changed = new Map<string, { kind: string; id: string; state: unknown }>();
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    const entries = [...changed.values()];
    changed.clear();
    const kept = entries.filter((entry) => entry.state !== null);
    if (kept.length > 0)
      store.put(kept.map(({ kind, id, state }) => ({ kind, id, state: JSON.stringify(state) })));
    for (const { kind, id, state } of entries) if (state === null) store.delete(kind, id);
  }

  return {
    note(kind, id, state) {
      changed.set(`${kind}\n${id}`, { kind, id, state });
      cancel ??= clock.after(WRITE_AFTER_MS, flush);
    },
    flush,
  };
}
