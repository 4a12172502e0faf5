import type { QuotaWindow } from '../../../shared/domain/health';
import type { RateReading } from '../read-rate-headers';
import type { FreeLimit } from '../types';
import { createAdaptiveRate } from './adaptive-rate';

type Unit = QuotaWindow['unit'];
type Window = QuotaWindow['window'];

const WINDOW_MS: Readonly<Record<Window, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
};

/** One counted window of one pool. `source` says how much it may be trusted. */
export interface QuotaEntry {
  readonly unit: Unit;
  readonly window: Window;
  readonly limit: number | null;
  /** What was left when it was learned, less what was begun since. */
  left: number;
  /** What was begun in it and has been answered. */
  answered: number;
  readonly resetsAt: number;
  readonly learnedAt: number;
  readonly source: 'header' | 'free_tier_table';
}

/** Whose quota a call draws on. */
export interface QuotaPlace {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
}

export interface QuotaLook {
  /** Until then the pool is empty by the provider's own word; `null`: it is not. */
  readonly spentUntil: number | null;
  /** The free-tier table says it is empty; the table may be wrong for this account, so it only ranks. */
  readonly isSpentByTable: boolean;
  /** 0 to 1 of the tightest known window; `null`: nothing is known. */
  readonly fractionLeft: number | null;
}

export interface QuotaBook {
  look(place: QuotaPlace, tokens: number): QuotaLook;
  /** A request begins: it counts at once, not only when it has been answered. */
  draw(place: QuotaPlace, tokens: number): void;
  /** It answered: a table that says it cannot have is wrong for this account. */
  confirm(place: QuotaPlace, tokens: number): void;
  /** It refused for going too fast. */
  refused(place: QuotaPlace): void;
  /** `others`: requests of the pool still under way, which the provider may not have counted yet. */
  learn(place: QuotaPlace, readings: readonly RateReading[], others: number): void;
  windows(provider: string, account: string): readonly QuotaWindow[];
  forget(provider: string, account: string): void;
  restore(name: string, entries: readonly QuotaEntry[]): void;
}

interface Deps {
  readonly now: () => number;
  readonly limitsOf: (provider: string) => readonly FreeLimit[];
  /** `null`: nothing is known of it any more. */
  readonly onChange: (name: string, entries: readonly QuotaEntry[] | null) => void;
}

/** Quotas per (provider, account, model or shared pool). Source: routing.md, "Quota pools". */
export function createQuotaBook({ now, limitsOf, onChange }: Deps): QuotaBook {
  const pools = new Map<string, QuotaEntry[]>();
  const rates = createAdaptiveRate(now);

  const set = (name: string, entries: QuotaEntry[]) => {
    pools.set(name, entries);
    onChange(name, entries);
  };
  const isOpen = (entry: QuotaEntry) => entry.resetsAt > now() && entry.learnedAt <= now() + 1000;

  /** The pool of the headers, and that of the table where it is another one. */
  function poolsOf(place: QuotaPlace): readonly QuotaEntry[] {
    const own = pools.get(nameOf(place, place.model)) ?? [];
    const limit = limitsOf(place.provider).find((entry) => fits(entry.model, place.model));
    if (!limit) return own.filter(isOpen);
    const table = pools.get(nameOf(place, tablePool(limit, place.model))) ?? [];
    const known = own.filter(isOpen);
    // What the provider itself says beats the table for the same unit and window.
    const open = table.filter((entry) => isOpen(entry) && !known.some((other) => isSame(entry, other)));
    return [...known, ...open];
  }

  function poolNames(place: QuotaPlace): readonly string[] {
    const limit = limitsOf(place.provider).find((entry) => fits(entry.model, place.model));
    const own = nameOf(place, place.model);
    return limit ? [own, nameOf(place, tablePool(limit, place.model))] : [own];
  }

  function limitOf(name: string, { isGuess }: FreeLimit, window: FreeLimit['windows'][number]): number {
    return isGuess && isRate(window) ? rates.of(name, window.limit) : window.limit;
  }

  /** Tells whoever guesses the rate of this place, if anybody has to. */
  function correctGuess(place: QuotaPlace, how: 'refused' | 'exceeded'): void {
    const limit = limitsOf(place.provider).find((entry) => fits(entry.model, place.model));
    const window = limit?.windows.find(isRate);
    if (limit?.isGuess && window) rates[how](nameOf(place, tablePool(limit, place.model)), window.limit);
  }

  function openTable(place: QuotaPlace): void {
    const limit = limitsOf(place.provider).find((entry) => fits(entry.model, place.model));
    if (!limit) return;
    const name = nameOf(place, tablePool(limit, place.model));
    const open = (pools.get(name) ?? []).filter(isOpen);
    const missing = limit.windows.filter((window) => !open.some((entry) => isSame(entry, window)));
    if (missing.length === 0 && open.length === pools.get(name)?.length) return;
    const opened = missing.map((window) => ({
      ...window,
      limit: limitOf(name, limit, window),
      left: limitOf(name, limit, window),
      answered: 0,
      resetsAt: nextReset(window.window, limit.dayOffsetHours, now()),
      learnedAt: now(),
      source: 'free_tier_table' as const,
    }));
    set(name, [...open, ...opened]);
  }

  return {
    look(place, tokens) {
      let spentUntil: number | null = null;
      let isSpentByTable = false;
      let fractionLeft: number | null = null;
      for (const entry of poolsOf(place)) {
        const need = entry.unit === 'tokens' ? tokens : 1;
        const isSpent = entry.left < need;
        if (isSpent && entry.source === 'header') spentUntil = Math.max(spentUntil ?? 0, entry.resetsAt);
        if (isSpent && entry.source === 'free_tier_table') isSpentByTable = true;
        if (entry.limit) {
          const fraction = Math.max(0, Math.min(1, entry.left / entry.limit));
          fractionLeft = Math.min(fractionLeft ?? 1, fraction);
        }
      }
      return { spentUntil, isSpentByTable, fractionLeft };
    },
    draw(place, tokens) {
      openTable(place);
      for (const entry of poolsOf(place)) entry.left -= entry.unit === 'tokens' ? tokens : 1;
      for (const name of poolNames(place)) {
        const entries = pools.get(name);
        if (entries) onChange(name, entries);
      }
    },
    confirm(place, tokens) {
      for (const entry of poolsOf(place)) {
        entry.answered += entry.unit === 'tokens' ? tokens : 1;
        if (entry.source !== 'free_tier_table' || entry.limit === null) continue;
        if (isRate(entry) && entry.answered >= entry.limit) correctGuess(place, 'exceeded');
        if (entry.answered > entry.limit) entry.left = Number.MAX_SAFE_INTEGER;
      }
    },
    refused: (place) => correctGuess(place, 'refused'),
    learn(place, readings, others) {
      if (readings.length === 0) return;
      const name = nameOf(place, place.model);
      const entries = readings.map((reading) => ({
        unit: reading.unit,
        window: reading.window,
        limit: reading.limit,
        left: reading.unit === 'requests' ? reading.left - others : reading.left,
        answered: 0,
        resetsAt: reading.resetsAt ?? now() + WINDOW_MS[reading.window],
        learnedAt: now(),
        source: 'header' as const,
      }));
      const kept = (pools.get(name) ?? []).filter(
        (old) => isOpen(old) && !entries.some((entry) => isSame(old, entry)),
      );
      set(name, [...kept, ...entries]);
    },
    windows(provider, account) {
      const prefix = `${provider}\n${account}\n`;
      return [...pools].flatMap(([name, entries]) =>
        name.startsWith(prefix)
          ? entries.filter(isOpen).map((entry) => toWindow(entry, name.slice(prefix.length)))
          : [],
      );
    },
    forget(provider, account) {
      for (const name of [...pools.keys()]) {
        if (!name.startsWith(`${provider}\n${account}\n`)) continue;
        pools.delete(name);
        onChange(name, null);
      }
    },
    restore: (name, entries) =>
      void pools.set(
        name,
        entries.map((entry) => ({ ...entry })),
      ),
  };
}

function nameOf(place: QuotaPlace, pool: string): string {
  return `${place.provider}\n${place.account}\n${pool}`;
}

/** A limit for all models of an account is one pool; the others are one for each model. */
function tablePool(limit: FreeLimit, model: string): string {
  return limit.isShared ? limit.model : `${model} (free tier)`;
}

function isRate({ unit, window }: { unit: Unit; window: Window }): boolean {
  return unit === 'requests' && window === 'minute';
}

function isSame(a: { unit: Unit; window: Window }, b: { unit: Unit; window: Window }): boolean {
  return a.unit === b.unit && a.window === b.window;
}

/** The pool that this and other models of an account draw on; `null`: the model has its own. */
export function sharedPool(limits: readonly FreeLimit[], model: string): string | null {
  return limits.find((limit) => limit.isShared && fits(limit.model, model))?.model ?? null;
}

/** `*` fits everything; `:free` is an ending; other patterns may hold `*`. */
function fits(pattern: string, model: string): boolean {
  if (pattern === '*' || pattern === model) return true;
  if (pattern.startsWith(':')) return model.endsWith(pattern);
  if (!pattern.includes('*')) return false;
  const [head = '', tail = ''] = pattern.split('*');
  return model.startsWith(head) && model.endsWith(tail);
}

/** Minutes and hours run from the first request; days end at the provider's midnight. */
function nextReset(window: Window, dayOffsetHours: number, now: number): number {
  if (window !== 'day') return now + WINDOW_MS[window];
  const shifted = now + dayOffsetHours * WINDOW_MS.hour;
  return now + WINDOW_MS.day - (shifted % WINDOW_MS.day);
}

function toWindow(entry: QuotaEntry, pool: string): QuotaWindow {
  return {
    model: pool === '*' ? null : pool.replace(/ \(free tier\)$/, ''),
    unit: entry.unit,
    window: entry.window,
    limit: entry.limit,
    left: entry.left > (entry.limit ?? Number.POSITIVE_INFINITY) ? null : Math.max(0, Math.round(entry.left)),
    resets_at: new Date(entry.resetsAt).toISOString(),
    source: entry.source,
    learned_at: new Date(entry.learnedAt).toISOString(),
  };
}
