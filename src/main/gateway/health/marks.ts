import type { WaitSource } from '../../../shared/domain/health';
import type { FailureKind, RefusedQuota } from '../attempt';

/**
 * A growing wait: how often something failed in a row and until when it is left out.
 * All times in epoch milliseconds.
 */
export interface Mark {
  readonly failures: number;
  readonly until: number;
  /** When a single request may look whether it is over earlier; `null`: not before `until`. */
  readonly probeAt: number | null;
  /** When the failure that was counted last happened; attempts begun before it belong to the same burst. */
  readonly countedAt: number;
  readonly code: FailureKind;
  /** Who named `until`. */
  readonly waitFrom: WaitSource;
  /** Which quota was refused, where one was. */
  readonly quota?: RefusedQuota | undefined;
  /** Waiting alone will not help: the owner has to act. */
  readonly needsOwner: boolean;
}

/** From then on one single request is let through. */
export function opensAt({ probeAt, until }: Mark): number {
  return probeAt ?? until;
}

/** What marks are kept about. */
export const MARK_KINDS = ['gone', 'providers', 'keys', 'pools', 'quotas', 'permissions', 'routes'] as const;
/**
 * `keys`: failures of a key itself (401, 402, 5xx) · `providers`: connection trouble, which says nothing about a key ·
 * `quotas`: 429, per account and model · `pools`: quotas of a day and more, per account and all models that share one ·
 * `permissions`: 403, this key not for this model · `gone`: 404, 410 ·
 * `routes`: slow or silent.
 */
export type MarkKind = (typeof MARK_KINDS)[number];

/** The clock may be set back by this much without anything being wrong. */
const CLOCK_SLACK_MS = 2000;

/** Marks of one kind by name. Takes a clock that jumps: a mark from the future waits its time from now on. */
export interface MarkBook {
  get(name: string): Mark | null;
  set(name: string, mark: Mark): void;
  delete(name: string): void;
  /** Names that begin like this. */
  named(prefix: string): readonly (readonly [string, Mark])[];
  entries(): IterableIterator<[string, Mark]>;
}

function createMarkBook(now: () => number, onChange: (name: string, mark: Mark | null) => void): MarkBook {
  const marks = new Map<string, Mark>();

  function get(name: string): Mark | null {
    // While all is well, which is nearly always, nothing has to be looked up for any of the seven kinds.
    if (marks.size === 0) return null;
    const mark = marks.get(name);
    if (!mark) return null;
    if (mark.countedAt <= now() + CLOCK_SLACK_MS) return mark;
    const shift = now() - mark.countedAt;
    const rebased = {
      ...mark,
      countedAt: now(),
      until: mark.until + shift,
      probeAt: mark.probeAt === null ? null : mark.probeAt + shift,
    };
    marks.set(name, rebased);
    return rebased;
  }

  return {
    get,
    set: (name, mark) => {
      marks.set(name, mark);
      onChange(name, mark);
    },
    delete: (name) => {
      if (marks.delete(name)) onChange(name, null);
    },
    named: (prefix) =>
      [...marks.keys()].flatMap((name) => {
        const mark = name.startsWith(prefix) ? get(name) : null;
        return mark ? [[name, mark] as const] : [];
      }),
    entries: () => marks.entries(),
  };
}

export type MarkBooks = Readonly<Record<MarkKind, MarkBook>>;

export function createMarkBooks(
  now: () => number,
  onChange: (kind: MarkKind, name: string, mark: Mark | null) => void,
): MarkBooks {
  const book = (kind: MarkKind) => createMarkBook(now, (name, mark) => onChange(kind, name, mark));
  return {
    gone: book('gone'),
    providers: book('providers'),
    keys: book('keys'),
    pools: book('pools'),
    quotas: book('quotas'),
    permissions: book('permissions'),
    routes: book('routes'),
  };
}
