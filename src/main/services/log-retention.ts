import type { Clock } from '../gateway/ports';
import type { Storage } from '../storage/types';
import type { SettingsService } from './types';

/** Not while the program is being waited for. */
const FIRST_MS = 60_000;
const EVERY_MS = 60 * 60_000;
/** Between two batches, for whoever waits to read. */
const PAUSE_MS = 20;
const DAY_MS = 24 * 60 * 60_000;

export interface LogRetention {
  start(): void;
  stop(): void;
}

/** Forgets requests that are older than the user wants to keep, in the background; what was counted of them stays. */
export function createLogRetention(parts: {
  readonly storage: { readonly log: Pick<Storage['log'], 'sweep'> };
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly settings: Pick<SettingsService, 'get'>;
}): LogRetention {
  const { storage, clock, settings } = parts;
  let cancel: (() => void) | null = null;
  let isStopped = false;

  function next(ms: number): void {
    if (!isStopped) cancel = clock.after(ms, () => void sweep());
  }

  async function sweep(): Promise<void> {
    const cutoff = clock.now() - settings.get().log_retention_days * DAY_MS;
    // A log that cannot be swept now is swept the next time.
    const isMore = await storage.log.sweep(cutoff).catch(() => false);
    next(isMore ? PAUSE_MS : EVERY_MS);
  }

  return {
    start: () => next(FIRST_MS),
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
