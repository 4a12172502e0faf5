import type { Clock } from '../gateway/ports';
import { nameApp } from './name-app';

const WRITE_EVERY_MS = 3_000;

/** Which program each token was seen in last. Costs a look-up per request while that stays the same. */
export interface LastApps {
  note(id: string, userAgent: string): void;
  of(id: string): string | null;
  forget(id: string): void;
  flush(): void;
}

export function createLastApps(deps: {
  readonly clock: Pick<Clock, 'after'>;
  readonly stored: ReadonlyMap<string, string>;
  readonly write: (apps: ReadonlyMap<string, string>) => void;
}): LastApps {
  const apps = new Map(deps.stored);
  /** As they came, so that a header is read only when it is another. */
  const agents = new Map<string, string>();
  let unwritten = new Map<string, string>();
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
    note(id, userAgent) {
      if (agents.get(id) === userAgent) return;
      agents.set(id, userAgent);
      const app = nameApp(userAgent);
      if (app === null || app === apps.get(id)) return;
      apps.set(id, app);
      unwritten.set(id, app);
      cancel ??= deps.clock.after(WRITE_EVERY_MS, flush);
    },
    of: (id) => apps.get(id) ?? null,
    forget(id) {
      apps.delete(id);
      agents.delete(id);
      unwritten.delete(id);
    },
    flush,
  };
}
