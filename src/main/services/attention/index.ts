import type { AttentionItem } from '../../../shared/domain/attention';
import type { AppEvent } from '../../../shared/domain/event';
import type { Storage } from '../../storage/types';
import type { AliasBookStore } from '../alias-book';
import type { ServiceDependencies } from '../dependencies';
import type { AttentionService, Services } from '../types';
import { readReport } from '../usage';
import { type AliasStand, findAttention } from './find-attention';
import { standOfAlias } from './stand-of-alias';

/** Several things change at once, and some of them many times a second. */
const AFTER_MS = 250;
const BETWEEN_MS = 1_000;
/** What ends by itself, a cooldown or a window, says nothing when it does. */
const LOOK_AGAIN_MS = 20_000;
/** An alias that nobody asked for so long is nobody's worry; a weekend is no sign of that. */
const IN_USE_MS = 7 * 24 * 60 * 60_000;
/** Each is routed as a request would be, on the thread that serves them. */
const MOST_ALIASES = 24;

type AttentionParts = Pick<ServiceDependencies, 'clock'> &
  Pick<Services, 'status' | 'keys' | 'agentTokens' | 'workspaces' | 'origins' | 'routing' | 'events'> & {
    readonly aliasBook: Pick<AliasBookStore, 'describe'>;
    readonly storage: { readonly log: Pick<Storage['log'], 'usage'> };
  };

export interface Attention {
  readonly service: AttentionService;
  dispose(): void;
}

/** Keeps the list of what a person should look at, and tells when it has become another. */
export function createAttention(parts: AttentionParts): Attention {
  const { clock, events } = parts;
  const asked = new Map<string, number>();
  const look = createLook(parts, asked);
  let items: readonly AttentionItem[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  let timer: { readonly due: number; readonly cancel: () => void } | null = null;

  function refresh(): void {
    lookedAt = clock.monotonic();
    const next = look();
    const isSame = JSON.stringify(next) === JSON.stringify(items);
    items = next;
    if (!isSame) events.emit({ type: 'attention', items });
    if (items.length > 0) within(LOOK_AGAIN_MS);
  }

  function within(ms: number): void {
    const now = clock.monotonic();
    const due = Math.max(now + ms, lookedAt + BETWEEN_MS);
    if (timer !== null && timer.due <= due) return;
    timer?.cancel();
    const cancel = clock.after(due - now, () => {
      timer = null;
      refresh();
    });
    timer = { due, cancel };
  }

  const subscriptions = [
    events.onRequest(({ start }) => {
      if (noteAlias(start.alias, asked, clock.now())) within(AFTER_MS);
    }),
    events.subscribe((event) => {
      if (isNews(event)) within(AFTER_MS);
    }),
  ];
  let isOver = false;
  readAliasesInUse(parts).then(
    (found) => {
      for (const [alias, at] of found) if (!asked.has(alias)) asked.set(alias, at);
      if (found.size > 0 && !isOver) within(AFTER_MS);
    },
    // Without the log only what is asked for from now on is known.
    () => undefined,
  );
  return {
    service: {
      list() {
        // Between two looks nothing has happened, unless one is due.
        if (timer !== null || lookedAt === Number.NEGATIVE_INFINITY) refresh();
        return items;
      },
    },
    dispose() {
      isOver = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      timer?.cancel();
    },
  };
}

/** What tools asked for before this start, from the sums of the log: epoch milliseconds of the day. */
async function readAliasesInUse({
  clock,
  storage,
}: Pick<AttentionParts, 'clock' | 'storage'>): Promise<ReadonlyMap<string, number>> {
  const now = clock.now();
  const answer = await storage.log.usage({
    bucket: 'day',
    group_by: 'alias',
    from: new Date(now - IN_USE_MS).toISOString(),
    to: new Date(now + 1).toISOString(),
  });
  const report = readReport(answer);
  const found = new Map<string, number>();
  // Oldest first, so that the latest day stays.
  for (const { group, start } of report.data) if (group?.id) found.set(group.id, Date.parse(start));
  return found;
}

/** True when it was not known to be in use. On the way of every request. */
function noteAlias(alias: string | null, asked: Map<string, number>, now: number): boolean {
  if (alias === null) return false;
  const isNew = !asked.has(alias);
  asked.set(alias, now);
  return isNew;
}

function isNews(event: AppEvent): boolean {
  return event.type !== 'attention' && event.type !== 'auth_failures';
}

function createLook(parts: AttentionParts, asked: Map<string, number>): () => readonly AttentionItem[] {
  const { clock } = parts;
  return () => {
    const now = clock.now();
    for (const [alias, at] of asked) if (now - at > IN_USE_MS) asked.delete(alias);
    const latest = [...asked].toSorted(([, left], [, right]) => right - left).slice(0, MOST_ALIASES);
    return findAttention({
      now,
      status: parts.status.get(),
      keys: parts.keys.list(),
      agentTokens: parts.agentTokens.list(),
      workspaces: parts.workspaces.list(),
      origins: parts.origins.list(),
      aliases: latest.flatMap(([id]) => standOf(id, now, parts) ?? []),
    });
  };
}

function standOf(id: string, now: number, { aliasBook, routing }: AttentionParts): AliasStand | null {
  const alias = aliasBook.describe(id);
  if (alias === null) return null;
  return standOfAlias(alias, routing.explain({ model: id }), now);
}
