import type { Clock } from '../gateway/ports';

const WRITE_EVERY_MS = 3000;

/** When things were last used: known at once, written down every few seconds. */
export interface LastUsed {
  touch(id: string): void;
  /** Epoch milliseconds; `stored` is what was known at start. */
  of(id: string, stored: number | null): number | null;
  forget(id: string): void;
  flush(): void;
}

export function createLastUsed(deps: {
  readonly clock: Clock;
  readonly write: (lastUsed: ReadonlyMap<string, number>) => void;
}): LastUsed {
  const latest = new Map<string, number>();
  let unwritten = new Map<string, number>();
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    if (unwritten.size === 0) return;
    const entries = unwritten;
    unwritten = new Map();
    deps.write(entries);
  }

  return {
    touch(id) {
      const now = deps.clock.now();
      latest.set(id, now);
      unwritten.set(id, now);
      cancel ??= deps.clock.after(WRITE_EVERY_MS, flush);
    },
    of: (id, stored) => latest.get(id) ?? stored,
    forget(id) {
      latest.delete(id);
      unwritten.delete(id);
    },
    flush,
  };
}
