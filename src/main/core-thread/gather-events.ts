import type { AppEvent } from '../../shared/domain/event';

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

type RequestEvent = Extract<AppEvent, { type: 'request' }>;

interface GatherParts {
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  readonly after: (ms: number, task: () => void) => () => void;
  readonly flush: (events: readonly AppEvent[]) => void;
}

/** Hands events on in batches. The last state of a request replaces the earlier ones; the first after a rest goes soon. */
export function gatherEvents({ subscribe, after, flush }: GatherParts): () => void {
  let requests = new Map<string, RequestEvent>();
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
    if (requests.size === 0) return;
    const told = thinOut([...requests.values()]);
    cancelRequests = after(pauseAfter(requests.size), tellRequests);
    requests = new Map();
    flush(told);
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'request') {
      requests.delete(event.request.id);
      requests.set(event.request.id, event);
      cancelRequests ??= after(GATHER_MS, tellRequests);
    } else {
      others.push(event);
      cancelOthers ??= after(GATHER_MS, tellOthers);
    }
  });
  return () => {
    unsubscribe();
    cancelRequests?.();
    cancelOthers?.();
  };
}

function pauseAfter(told: number): number {
  if (told <= FEW) return FEW_MS;
  return told <= SCREENFUL ? MANY_MS : SCREENFULS_MS;
}

/** Copying each row of a flood to another thread would cost the requests more than all the rest that is told. */
function thinOut(requests: readonly RequestEvent[]): readonly AppEvent[] {
  if (requests.length <= MOST_REQUESTS) return requests;
  const failed = requests.filter(({ request }) => request.status === 'error');
  return [...failed.slice(-MOST_FAILURES), { type: 'changed', collection: 'requests' }];
}
