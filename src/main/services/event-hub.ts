import type { AppEvent } from '../../shared/domain/event';
import type { Clock } from '../gateway/ports';
import type { RequestNews } from '../gateway/request-news';
import type { EventHub } from './types';

/** Nobody sees the difference, and a batch costs a third of the same events told one by one between requests. */
const LATER_MS = 10;

/** Tells everybody who listens; one who throws does not keep the others from hearing it. */
export function createEventHub({ after }: Pick<Clock, 'after'>): EventHub {
  const events = createCircle<AppEvent>();
  const requests = createCircle<RequestNews>();
  let waiting: (() => RequestNews)[] = [];
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    const due = waiting;
    waiting = [];
    for (const make of due) requests.tell(make());
  }

  return {
    emit: events.tell,
    later(make) {
      waiting.push(make);
      cancel ??= after(LATER_MS, flush);
    },
    flush,
    subscribe: events.join,
    onRequest: requests.join,
  };
}

function createCircle<News>() {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news: News): void {
      for (const listener of listeners) {
        try {
          listener(news);
        } catch {
          // Events report facts: whoever cannot take one must not stop the work that caused it.
        }
      }
    },
    join(listener: (news: News) => void): () => void {
      const own = (news: News) => listener(news);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
