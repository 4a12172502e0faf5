import type { QuotaWindow } from '../../../shared/domain/health';
import type { RateReading } from '../read-rate-headers';
import type { CountingRules, FreeLimit } from '../types';
import type { AdaptiveRate } from './adaptive-rate';
import { type Drawn, type Load, weighDrawn, weighLoad } from './load';
import { isRate, isSameWindow, limitFor, modelOfPool, nextReset, tablePool, WINDOW_MS } from './quota-table';

type Unit = QuotaWindow['unit'];
type Window = QuotaWindow['window'];

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
  /** Nobody said when it is full again. */
  readonly isResetGuessed?: boolean | undefined;
  readonly learnedAt: number;
  readonly source: 'header' | 'free_tier_table';
}

/** Whose quota a call draws on. */
export interface QuotaPlace {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
  readonly isKeyless?: boolean;
  /** Name of the pool that is this model's own. */
  readonly pool: string;
}

export interface QuotaLook {
  /** Until then the pool is empty by the provider's own word; `null`: it is not. */
  readonly spentUntil: number | null;
  /** The free-tier table says it is empty; the table may be wrong for this account, so it only ranks. */
  readonly isSpentByTable: boolean;
  /** 0 to 1 of the tightest known window; `null`: nothing is known. */
  readonly fractionLeft: number | null;
}

/** One request's share of the windows it was drawn from. */
export interface QuotaDraw {
  /** It has answered: what was drawn becomes what it took, and a table that says it cannot have is wrong. */
  answered(used: Drawn | null): void;
  /** It failed before any token: only the request itself counts. */
  failed(): void;
}

export interface QuotaBook {
  look(place: QuotaPlace, load: Load): QuotaLook;
  /** A request begins: it counts at once, not only when it has been answered. */
  draw(place: QuotaPlace, load: Load): QuotaDraw;
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
  readonly rulesOf: (provider: string) => CountingRules | null;
  readonly rates: AdaptiveRate;
  /** `null`: nothing is known of it any more. */
  readonly onChange: (name: string, entries: readonly QuotaEntry[] | null) => void;
}

const NO_LIMITS: readonly FreeLimit[] = [];
const NO_ENTRIES: readonly QuotaEntry[] = [];

/** Quotas per (provider, account, model or shared pool). Source: routing.md, "Quota pools". */
export function createQuotaBook(deps: Deps): QuotaBook {
  return new CountedQuotas(deps);
}

class CountedQuotas implements QuotaBook {
  readonly #deps: Deps;
  readonly #pools = new Map<string, QuotaEntry[]>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  look(place: QuotaPlace, load: Load): QuotaLook {
    const rules = this.#deps.rulesOf(place.provider);
    let spentUntil: number | null = null;
    let isSpentByTable = false;
    let fractionLeft: number | null = null;
    for (const entry of this.#openEntries(place, rules)) {
      const isSpent = entry.left < weighLoad(entry.unit, load, place.model, rules);
      if (isSpent && entry.source === 'header') spentUntil = Math.max(spentUntil ?? 0, askedAgainAt(entry));
      if (isSpent && entry.source === 'free_tier_table') isSpentByTable = true;
      if (entry.limit) {
        const fraction = Math.max(0, Math.min(1, entry.left / entry.limit));
        fractionLeft = Math.min(fractionLeft ?? 1, fraction);
      }
    }
    if (spentUntil !== null && spentUntil <= this.#deps.now()) spentUntil = null;
    return { spentUntil, isSpentByTable, fractionLeft };
  }

  draw(place: QuotaPlace, load: Load): QuotaDraw {
    const rules = this.#deps.rulesOf(place.provider);
    this.#openTable(place, rules);
    const drawn = this.#openEntries(place, rules);
    for (const entry of drawn) entry.left -= weighLoad(entry.unit, load, place.model, rules);
    this.#tell(place, rules);
    return {
      answered: (used) => {
        this.#correct(place, drawn, load, used);
        this.#confirm(place, load, used);
      },
      failed: () => this.#correct(place, drawn, load, NOTHING),
    };
  }

  refused(place: QuotaPlace): void {
    this.#correctGuess(place, 'refused');
  }

  learn(place: QuotaPlace, readings: readonly RateReading[], others: number): void {
    if (readings.length === 0) return;
    const name = place.pool;
    const now = this.#deps.now();
    const entries = readings.map((reading) => ({
      unit: reading.unit,
      window: reading.window,
      limit: reading.limit,
      left: reading.unit === 'requests' ? reading.left - others : reading.left,
      answered: 0,
      resetsAt: reading.resetsAt ?? now + WINDOW_MS[reading.window],
      isResetGuessed: reading.resetsAt === null,
      learnedAt: now,
      source: 'header' as const,
    }));
    const kept = (this.#pools.get(name) ?? []).filter(
      (old) => this.#isOpen(old) && !entries.some((entry) => isSameWindow(old, entry)),
    );
    this.#set(name, [...kept, ...entries]);
  }

  windows(provider: string, account: string): readonly QuotaWindow[] {
    const prefix = `${provider}\n${account}\n`;
    return [...this.#pools].flatMap(([name, entries]) =>
      name.startsWith(prefix)
        ? entries
            .filter((entry) => this.#isOpen(entry))
            .map((entry) => toWindow(entry, name.slice(prefix.length)))
        : [],
    );
  }

  forget(provider: string, account: string): void {
    for (const name of [...this.#pools.keys()]) {
      if (!name.startsWith(`${provider}\n${account}\n`)) continue;
      this.#pools.delete(name);
      this.#deps.onChange(name, null);
    }
  }

  restore(name: string, entries: readonly QuotaEntry[]): void {
    this.#pools.set(
      name,
      entries.map((entry) => ({ ...entry })),
    );
  }

  #set(name: string, entries: QuotaEntry[]): void {
    this.#pools.set(name, entries);
    this.#deps.onChange(name, entries);
  }

  #isOpen(entry: QuotaEntry): boolean {
    const now = this.#deps.now();
    return entry.resetsAt > now && entry.learnedAt <= now + 1000;
  }

  /** The pool of the headers, and that of the table where it is another one. */
  #openEntries(place: QuotaPlace, rules: CountingRules | null): readonly QuotaEntry[] {
    const own = this.#pools.get(place.pool) ?? NO_ENTRIES;
    const limit = limitFor(rules?.freeLimits ?? NO_LIMITS, place);
    const known = own.length === 0 ? own : own.filter((entry) => this.#isOpen(entry));
    if (!limit) return known;
    const table = this.#pools.get(nameOf(place, tablePool(limit, place.model))) ?? [];
    // What the provider itself says beats the table for the same unit and window.
    const open = table.filter(
      (entry) => this.#isOpen(entry) && !known.some((other) => isSameWindow(entry, other)),
    );
    return [...known, ...open];
  }

  #openTable(place: QuotaPlace, rules: CountingRules | null): void {
    const limit = limitFor(rules?.freeLimits ?? NO_LIMITS, place);
    if (!limit || limit.windows.length === 0) return;
    const name = nameOf(place, tablePool(limit, place.model));
    const before = this.#pools.get(name) ?? [];
    const open = before.filter((entry) => this.#isOpen(entry));
    const missing = limit.windows.filter(
      (window) =>
        !open.some((entry) => isSameWindow(entry, window)) &&
        // Without a rate nothing would ever be counted, and "all of it is left" would be a guess.
        (window.unit !== 'neurons' || rules?.neurons[place.model] !== undefined),
    );
    if (missing.length === 0 && open.length === before.length) return;
    const now = this.#deps.now();
    const opened = missing.map((window) => {
      const most = this.#limitOf(name, limit, window);
      return {
        ...window,
        limit: most,
        left: most,
        answered: 0,
        resetsAt: nextReset(window.window, limit.dayOffsetHours, now),
        learnedAt: now,
        source: 'free_tier_table' as const,
      };
    });
    this.#set(name, [...open, ...opened]);
  }

  #limitOf(name: string, { isGuess }: FreeLimit, window: FreeLimit['windows'][number]): number {
    return isGuess && isRate(window) ? this.#deps.rates.of(name, window.limit) : window.limit;
  }

  /** Estimates give way to what was used; entries that headers have replaced since are nobody's any more. */
  #correct(place: QuotaPlace, drawn: readonly QuotaEntry[], load: Load, used: Drawn | null): void {
    if (used === null) return;
    const rules = this.#deps.rulesOf(place.provider);
    for (const entry of drawn) {
      if (entry.unit === 'requests' || entry.left === Number.MAX_SAFE_INTEGER) continue;
      const { unit } = entry;
      entry.left += weighLoad(unit, load, place.model, rules) - weighDrawn(unit, used, place.model, rules);
    }
    this.#tell(place, rules);
  }

  #confirm(place: QuotaPlace, load: Load, used: Drawn | null): void {
    const rules = this.#deps.rulesOf(place.provider);
    for (const entry of this.#openEntries(place, rules)) {
      const { unit, limit } = entry;
      // One large answer may go beyond what was left; only who answers with nothing left shows that the table is wrong.
      const hadNothingLeft = limit !== null && entry.answered >= limit;
      entry.answered +=
        used === null
          ? weighLoad(unit, load, place.model, rules)
          : weighDrawn(unit, used, place.model, rules);
      if (entry.source !== 'free_tier_table' || limit === null) continue;
      if (isRate(entry) && entry.answered >= limit) this.#correctGuess(place, 'exceeded');
      if (hadNothingLeft) entry.left = Number.MAX_SAFE_INTEGER;
    }
  }

  /** Tells whoever guesses the rate of this place, if anybody has to. */
  #correctGuess(place: QuotaPlace, how: 'refused' | 'exceeded'): void {
    const limit = limitFor(this.#deps.rulesOf(place.provider)?.freeLimits ?? NO_LIMITS, place);
    const window = limit?.windows.find(isRate);
    if (limit?.isGuess && window)
      this.#deps.rates[how](nameOf(place, tablePool(limit, place.model)), window.limit);
  }

  #tell(place: QuotaPlace, rules: CountingRules | null): void {
    const limit = limitFor(rules?.freeLimits ?? NO_LIMITS, place);
    const own = place.pool;
    const table = limit && nameOf(place, tablePool(limit, place.model));
    for (const name of table === null || table === own ? [own] : [own, table]) {
      const entries = this.#pools.get(name);
      if (entries) this.#deps.onChange(name, entries);
    }
  }
}

const NOTHING: Drawn = { input: 0, output: 0 };

function nameOf(place: QuotaPlace, pool: string): string {
  return `${place.provider}\n${place.account}\n${pool}`;
}

/** A day or a month of which only the length is known may be over any time: one look an hour finds out. */
function askedAgainAt({ resetsAt, isResetGuessed, learnedAt }: QuotaEntry): number {
  return isResetGuessed ? Math.min(resetsAt, learnedAt + WINDOW_MS.hour) : resetsAt;
}

function toWindow(entry: QuotaEntry, pool: string): QuotaWindow {
  return {
    model: modelOfPool(pool),
    unit: entry.unit,
    window: entry.window,
    limit: entry.limit,
    left: entry.left > (entry.limit ?? Number.POSITIVE_INFINITY) ? null : Math.max(0, Math.round(entry.left)),
    resets_at: entry.isResetGuessed ? null : new Date(entry.resetsAt).toISOString(),
    source: entry.source,
    learned_at: new Date(entry.learnedAt).toISOString(),
  };
}
