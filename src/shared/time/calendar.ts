import { DateTime, IANAZone, SystemZone, type Zone } from 'luxon';
import type { BudgetWindow } from '../domain/limits';

const QUARTER_MS = 15 * 60_000;
const MOST_REMEMBERED = 4096;

/** The day, week (from Monday) and month that a moment is in; epoch milliseconds. An end is the start of the next one. */
export interface CalendarPage {
  readonly zone: string;
  readonly starts: Readonly<Record<BudgetWindow, number>>;
  readonly ends: Readonly<Record<BudgetWindow, number>>;
}

/** Hours, days, weeks and months as the clock on the wall of a time zone shows them. Times are epoch milliseconds. */
export interface Calendar {
  zone(): string;
  /** The same object until its day is over or the zone changes. */
  pageOf(time: number): CalendarPage;
  /** 20261122. */
  dayOf(time: number): number;
  /** When the hour began. */
  hourOf(time: number): number;
  /** The first moment of a day given as 20261122. */
  startOf(day: number): number;
  /** From now on; `null`: the system's. Throws RangeError for a zone nobody knows. */
  use(zone: string | null): void;
}

interface Place {
  readonly day: number;
  readonly hour: number;
}

/** No time zone has finer steps. */
export const quarterOf = (time: number): number => time - (((time % QUARTER_MS) + QUARTER_MS) % QUARTER_MS);

/** Throws RangeError for a zone nobody knows. */
export function createCalendar(first: string | null = null): Calendar {
  let zone = findZone(first);
  let page: CalendarPage | null = null;
  // Clocks are only ever changed at a whole quarter of an hour, and rows come in bunches.
  const known = new Map<number, Place>();

  function placeOf(time: number): Place {
    const quarter = quarterOf(time);
    const found = known.get(quarter);
    if (found) return found;
    const local = DateTime.fromMillis(quarter, { zone });
    const place = { day: toDay(local), hour: local.startOf('hour').toMillis() };
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(quarter, place);
    return place;
  }

  return {
    zone: () => zone.name,
    pageOf(time) {
      if (page === null || time < page.starts.day || time >= page.ends.day) page = turnTo(time, zone);
      return page;
    },
    dayOf: (time) => placeOf(time).day,
    hourOf: (time) => placeOf(time).hour,
    startOf: (day) => firstMoment(toDate(day), zone),
    use(wanted) {
      const next = findZone(wanted);
      if (next.equals(zone)) return;
      zone = next;
      page = null;
      known.clear();
    },
  };
}

function findZone(name: string | null): Zone {
  if (name === null) return SystemZone.instance;
  if (!IANAZone.isValidZone(name)) throw new RangeError(`There is no time zone "${name}".`);
  return IANAZone.create(name);
}

/** Windows begin at midnights, so that a page is right for as long as its day lasts. */
function turnTo(time: number, zone: Zone): CalendarPage {
  const date = toDate(toDay(DateTime.fromMillis(time, { zone })));
  const [week, month] = [date.startOf('week'), date.startOf('month')];
  const begin = (day: DateTime) => firstMoment(day, zone);
  return {
    zone: zone.name,
    starts: { day: begin(date), week: begin(week), month: begin(month) },
    ends: {
      day: begin(date.plus({ days: 1 })),
      week: begin(week.plus({ weeks: 1 })),
      month: begin(month.plus({ months: 1 })),
    },
  };
}

/** Midnight may be skipped, or happen twice: then the first one counts. */
function firstMoment({ year, month, day }: DateTime, zone: Zone): number {
  const midnight = DateTime.fromObject({ year, month, day }, { zone });
  return Math.min(...midnight.getPossibleOffsets().map((moment) => moment.toMillis()));
}

/** `2026-11-22` → 20261122. */
export function readDay(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/** 20261122 → `2026-11-22`. */
export function writeDay(day: number): string {
  return String(day).replace(/(\d\d)(\d\d)$/, '-$1-$2');
}

export function dayAfter(day: number): number {
  return toDay(toDate(day).plus({ days: 1 }));
}

function toDay({ year, month, day }: DateTime): number {
  return year * 10_000 + month * 100 + day;
}

/** In UTC, where every day has 24 hours. */
function toDate(day: number): DateTime {
  return DateTime.utc(Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);
}
