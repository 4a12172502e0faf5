import type { AttentionItem } from '../../../shared/domain/attention';
import type { NotificationSettings } from '../../../shared/domain/desktop';
import type { AppEvent } from '../../../shared/domain/event';
import { nameKey } from '../trouble-words';
import { type Announcement, announce, type Notice } from './notice';
import { isQuiet } from './quiet-hours';
import { createToldBook, type ToldStore } from './told-book';
import { subjectOfKey, writeBudget, writeContribution, writeRecovery, writeTrouble } from './write-notice';

/** What one cause sets off comes within seconds, and is one notification. */
const GATHER_MS = 4_000;
const LOOK_AGAIN_MS = 30_000;

export interface NoticeDeskParts {
  readonly settings: () => NotificationSettings;
  readonly told: ToldStore;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
  /** The person looks at the window, which says the same. */
  readonly isWatched: () => boolean;
  readonly show: (announcement: Announcement) => void;
}

export interface NoticeDesk {
  hear(event: AppEvent): void;
  /** Names of providers, as they become known. */
  name(providerId: string, name: string): void;
  dispose(): void;
}

/** Decides what is told outside the window, when, and that it is told once. */
export function createNoticeDesk(parts: NoticeDeskParts): NoticeDesk {
  const { now } = parts;
  const book = createToldBook(parts.told, now);
  const names = new Map<string, string>();
  const failing = new Map<string, string>();
  const pending = new Map<string, Notice>();
  let cancel: (() => void) | null = null;

  const isWanted = ({ kind }: Notice): boolean => {
    const { enabled, kinds } = parts.settings();
    return enabled && kinds[kind];
  };

  function add(notice: Notice | null): void {
    if (notice === null || book.has(notice.id) || !isWanted(notice)) return;
    pending.set(notice.subject, notice);
    cancel ??= parts.after(GATHER_MS, flush);
  }

  function flush(): void {
    cancel = null;
    if (pending.size === 0) return;
    if (isQuiet(now(), parts.settings().quiet_hours)) {
      cancel = parts.after(LOOK_AGAIN_MS, flush);
      return;
    }
    const notices = [...pending.values()].filter(isWanted);
    pending.clear();
    book.add(notices.map(({ id }) => id));
    const announcement = parts.isWatched() ? null : announce(notices);
    if (announcement !== null) parts.show(announcement);
  }

  function hearAttention(items: readonly AttentionItem[]): void {
    const ids = new Set(items.map(({ id }) => id));
    for (const [subject, { id }] of pending) if (isTrouble(id) && !ids.has(id)) pending.delete(subject);
    book.forgetOver((id) => isTrouble(id) && !ids.has(id));
    for (const item of items) {
      if (item.kind === 'key_failing') failing.set(item.key_id, nameKey(names, item));
      add(writeTrouble(item, { names, now: now() }));
    }
  }

  /** Whoever was not told of the failure is not told of its end. */
  function hearKey({ key_id: id, health }: Extract<AppEvent, { type: 'key_health' }>): void {
    const name = failing.get(id);
    if (health.status !== 'healthy' || name === undefined) return;
    failing.delete(id);
    const wasTold = !pending.delete(subjectOfKey(id));
    if (wasTold) add(writeRecovery(id, name, now()));
  }

  return {
    hear(event) {
      if (event.type === 'attention') hearAttention(event.items);
      else if (event.type === 'budget') add(writeBudget(event, now()));
      else if (event.type === 'key_health') hearKey(event);
      else if (event.type === 'contribution') add(writeContribution(event, { names, now: now() }));
      else if (event.type === 'provider') names.set(event.provider.id, event.provider.name);
    },
    name: (id, name) => names.set(id, name),
    dispose: () => cancel?.(),
  };
}

/** Those that are over once they are no longer on the list of what needs attention. */
function isTrouble(id: string): boolean {
  return /^(?:key:|alias:|vault_locked)/.test(id);
}
