import type { AppEvent, Collection } from '../../shared/domain/event';
import type { EventBatch } from '../../shared/ipc/contract';

/** At most 10 batches a second. */
const BATCH_INTERVAL_MS = 100;
/** More rows than this in one batch are cheaper to read afresh than to send. */
const MOST_REQUESTS = 300;

const COLLECTIONS: readonly Collection[] = [
  'keys',
  'invites',
  'agent_tokens',
  'aliases',
  'workspaces',
  'providers',
  'requests',
  'recordings',
  'settings',
  'origins',
];

export interface EventForwarderParts {
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  /** The present state as an event, to open a fresh view with. */
  readonly currentStatus: () => Promise<AppEvent>;
  readonly isWindowVisible: () => boolean;
  readonly send: (batch: EventBatch) => void;
  readonly monotonic: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
}

export interface EventForwarder {
  /** The window is shown (again): tells it to read everything afresh. */
  refresh(): void;
  dispose(): void;
}

/** Hands events to the window in batches, the first one at once; the latest state of a thing replaces earlier ones. */
export function createEventForwarder(parts: EventForwarderParts): EventForwarder {
  const pending = new Map<string, AppEvent>();
  let requests = 0;
  let lastSent = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel = null;
    const batch = [...pending.values()];
    pending.clear();
    requests = 0;
    if (batch.length === 0 || !parts.isWindowVisible()) return;
    lastSent = parts.monotonic();
    parts.send(batch);
  };
  const add = (event: AppEvent): void => {
    const key = identify(event);
    if (event.type === 'request' && !pending.has(key)) requests += 1;
    pending.delete(key);
    pending.set(key, event);
    if (requests > MOST_REQUESTS) {
      requests = 0;
      replaceRequests(pending);
    }
    // Even the first one waits for the end of the running turn: events are raised in the middle of a request.
    cancel ??= parts.after(Math.max(0, lastSent + BATCH_INTERVAL_MS - parts.monotonic()), flush);
  };
  const unsubscribe = parts.subscribe((event) => {
    if (parts.isWindowVisible()) add(event);
  });
  return {
    refresh: () => {
      parts.currentStatus().then(add, () => {
        // The collections below are read afresh all the same.
      });
      for (const collection of COLLECTIONS) add({ type: 'changed', collection });
    },
    dispose: () => {
      unsubscribe();
      cancel?.();
      pending.clear();
    },
  };
}

function replaceRequests(pending: Map<string, AppEvent>): void {
  for (const [key, event] of pending) {
    if (event.type === 'request') pending.delete(key);
  }
  pending.set('changed:requests', { type: 'changed', collection: 'requests' });
}

function identify(event: AppEvent): string {
  switch (event.type) {
    case 'request':
      return `request:${event.request.id}`;
    case 'key_health':
      return `key_health:${event.key_id}`;
    case 'provider':
      return `provider:${event.provider.id}`;
    case 'origin_refused':
      return `origin_refused:${event.origin}`;
    case 'auth_failures':
      return `auth_failures:${event.address}`;
    case 'contribution':
      return `contribution:${event.invite_id}:${event.outcome}`;
    case 'status':
      return 'status';
    case 'attention':
      return 'attention';
    case 'budget':
      return `budget:${event.scope}:${event.id}:${event.threshold}`;
    case 'quota':
      return `quota:${event.provider}:${event.account}:${event.model}:${event.window}:${event.threshold}`;
    case 'changed':
      return `changed:${event.collection}`;
  }
}
