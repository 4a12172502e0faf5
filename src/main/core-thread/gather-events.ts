import type { AppEvent } from '../../shared/domain/event';
import type { RequestNews } from '../gateway/request-news';

/** Events wait this long for others: a message costs as much for ten as for one. */
const GATHER_MS = 20;
/** A few requests are shown within 200 ms of their end, the window's own batches included. */
const FEW = 3;
const FEW_MS = 60;
/** Many are told no more often than an eye can follow: each telling takes processor time from those under way. */
const MANY_MS = 300;
/** Where one telling fills the whole screen anew, twice as seldom is as much as anybody can read. */
const SCREENFUL = 40;
const SCREENFULS_MS = 600;
/** More requests than these at a time nobody can read: whoever shows them reads the log afresh. */
const MOST_REQUESTS = 240;
/** Of a flood only so many failures are told, so that somebody may be notified. */
const MOST_FAILURES = 10;

interface GatherParts {
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  readonly onRequest: (listener: (news: RequestNews) => void) => () => void;
  readonly after: (ms: number, task: () => void) => () => void;
  readonly flush: (events: readonly AppEvent[]) => void;
}

/** Hands events on in batches. The last state of a request replaces the earlier ones; the first after a rest goes soon. */
export function gatherEvents({ subscribe, onRequest, after, flush }: GatherParts): () => void {
  let requests = createPile();
  let others: AppEvent[] = [];
  let cancelRequests: (() => void) | null = null;
  let cancelOthers: (() => void) | null = null;
  const tellOthers = () => {
    cancelOthers = null;
    const told = others;
    others = [];
    flush(told);
  };
  const tellRequests = () => {
    cancelRequests = null;
    const told = requests.events();
    if (told.length === 0) return;
    cancelRequests = after(pauseAfter(requests.size()), tellRequests);
    requests = createPile();
    flush(told);
  };
  const subscriptions = [
    onRequest((news) => {
      requests.add(news);
      cancelRequests ??= after(GATHER_MS, tellRequests);
    }),
    subscribe((event) => {
      others.push(event);
      cancelOthers ??= after(GATHER_MS, tellOthers);
    }),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
    cancelRequests?.();
    cancelOthers?.();
  };
}

function pauseAfter(told: number): number {
  if (told <= FEW) return FEW_MS;
  return told <= SCREENFUL ? MANY_MS : SCREENFULS_MS;
}

/**
 * Requests to be told of together. Of a flood, copying each row to another thread would cost the requests more than all
 * the rest that is told, and keeping them until then a good part of it.
 */
function createPile() {
  const requests = new Map<string, RequestNews>();
  let failed: RequestNews[] = [];
  let isFlood = false;
  return {
    size: () => (isFlood ? MOST_REQUESTS + 1 : requests.size),
    add(news: RequestNews): void {
      if (news.end?.status === 'error') failed = [...failed.slice(1 - MOST_FAILURES), news];
      if (isFlood) return;
      requests.delete(news.start.id);
      requests.set(news.start.id, news);
      isFlood = requests.size > MOST_REQUESTS;
      if (isFlood) requests.clear();
    },
    events(): readonly AppEvent[] {
      if (!isFlood) return [...requests.values()].map(toEvent);
      return [...failed.map(toEvent), { type: 'changed', collection: 'requests' }];
    },
  };
}

function toEvent(news: RequestNews): AppEvent {
  return { type: 'request', request: news.toSummary() };
}
