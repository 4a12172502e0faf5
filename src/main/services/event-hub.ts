import type { AppEvent } from '../../shared/domain/event';
import type { EventHub } from './types';

/** Tells everybody who listens; one who throws does not keep the others from hearing it. */
export function createEventHub(): EventHub {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          // Events report facts: whoever cannot take one must not stop the work that caused it.
        }
      }
    },
    subscribe(listener) {
      const own = (event: AppEvent) => listener(event);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
