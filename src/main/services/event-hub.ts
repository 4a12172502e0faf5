import type { AppEvent } from '../../shared/domain/event';
import type { Clock } from '../gateway/ports';
import type { EventHub } from './types';

/** Nobody sees the difference, and a batch costs a third of the same events told one by one between requests. */
const LATER_MS = 10;

/** Tells everybody who listens; one who throws does not keep the others from hearing it. */
export function createEventHub({ after }: Pick<Clock, 'after'>): EventHub {
  const listeners = new Set<(event: AppEvent) => void>();
  let waiting: (() => AppEvent)[] = [];
  let cancel: (() => void) | null = null;

  function emit(event: AppEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch {
        // Events report facts: whoever cannot take one must not stop the work that caused it.
      }
    }
  }

  function flush(): void {
    cancel?.();
    cancel = null;
    const due = waiting;
    waiting = [];
    for (const make of due) emit(make());
  }

  return {
    emit,
    later(make) {
      waiting.push(make);
      cancel ??= after(LATER_MS, flush);
    },
    flush,
    subscribe(listener) {
      const own = (event: AppEvent) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
