import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Calendar,
  createCalendar,
  dayAfter,
  quarterOf,
  readDay,
  writeDay,
} from '../../../../src/shared/time/calendar';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
] as const;

describe('windows of the calendar', () => {
  const berlin = createCalendar('Europe/Berlin');

  it.each([
    ['the day the clock goes forward has 23 hours', 'Europe/Berlin', '2026-03-29T12:00:00+02:00', 23],
    ['the day it goes back has 25', 'Europe/Berlin', '2026-10-25T12:00:00+01:00', 25],
    ['any other has 24', 'Europe/Berlin', '2026-11-22T12:00:00+01:00', 24],
    ['half an hour forward makes 23.5', 'Australia/Lord_Howe', '2026-10-04T12:00:00+11:00', 23.5],
    ['a midnight that happens twice makes 25', 'America/Havana', '2026-11-01T12:00:00-05:00', 25],
    ['the day before one that never was has 24', 'Pacific/Apia', '2011-12-29T12:00:00-10:00', 24],
  ])('%s', (_, zone, moment, length) => {
    const { starts, ends } = createCalendar(zone).pageOf(at(moment));
    expect((ends.day - starts.day) / HOUR).toBe(length);
  });

  it('a day without a midnight begins where its first hour does', () => {
    const { starts } = createCalendar('America/Santiago').pageOf(at('2026-09-06T12:00:00-03:00'));
    expect(new Date(starts.day).toISOString()).toBe('2026-09-06T04:00:00.000Z');
  });

  it('both of two midnights are in the same day, which begins at the first', () => {
    const havana = createCalendar('America/Havana');
    const first = at('2026-11-01T00:00:00-04:00');
    expect(havana.pageOf(first).starts.day).toBe(first);
    expect(havana.pageOf(first + HOUR).starts.day).toBe(first);
    expect(havana.pageOf(first - 1).ends.day).toBe(first);
  });

  it('weeks begin on Monday, and months at their first, in local time', () => {
    const { starts, ends } = berlin.pageOf(at('2026-11-01T00:30:00+01:00'));
    expect(starts.week).toBe(at('2026-10-26T00:00:00+01:00'));
    expect(ends.week).toBe(at('2026-11-02T00:00:00+01:00'));
    expect([starts.month, ends.month]).toEqual([
      at('2026-11-01T00:00:00+01:00'),
      at('2026-12-01T00:00:00+01:00'),
    ]);
  });

  it('are looked up once a day and zone, also after the clock was set back', () => {
    const calendar = createCalendar('Europe/Berlin');
    const late = at('2026-11-22T23:59:59+01:00');
    const first = calendar.pageOf(late);
    expect(calendar.pageOf(late)).toBe(first);
    expect(calendar.pageOf(late + 1000).starts.day).toBe(first.ends.day);
    expect(calendar.pageOf(late)).toEqual(first);
    calendar.use('Asia/Kolkata');
    expect(calendar.pageOf(late)).toMatchObject({
      zone: 'Asia/Kolkata',
      starts: { day: at('2026-11-23T00:00:00+05:30') },
    });
  });

  it('nobody is in a zone that is not there', () => {
    expect(() => createCalendar('Mars/Olympus')).toThrow(RangeError);
    expect(() => createCalendar().use('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('in every zone, around every change of its clocks', () => {
  const zone = fc.constantFrom(...ZONES);
  /** Written by the system's own tables: another way than the calendar's. */
  const clocks = new Map(
    ZONES.map((name) => [
      name,
      new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'medium' }),
    ]),
  );
  const wall = (name: (typeof ZONES)[number], time: number) => clocks.get(name)?.format(time) ?? '';
  const dateOf = (name: (typeof ZONES)[number], time: number) => wall(name, time).slice(0, 10);
  const time = fc.integer({ min: at('2011-01-01'), max: at('2032-01-01') });
  const calendars = new Map(ZONES.map((name) => [name, createCalendar(name)]));
  const of = (name: (typeof ZONES)[number]): Calendar => calendars.get(name) ?? createCalendar(name);

  it('a page holds its moment, and its windows touch their neighbours without a gap', () => {
    fc.assert(
      fc.property(zone, time, (name, moment) => {
        const { starts, ends } = of(name).pageOf(moment);
        for (const window of ['day', 'week', 'month'] as const) {
          expect(starts[window]).toBeLessThanOrEqual(moment);
          expect(ends[window]).toBeGreaterThan(moment);
          expect(of(name).pageOf(ends[window]).starts[window]).toBe(ends[window]);
          expect(of(name).pageOf(starts[window] - 1).ends[window]).toBe(starts[window]);
        }
        expect(starts.day).toBe(quarterOf(starts.day));
      }),
      { numRuns: 500 },
    );
  });

  it('a day is one date on the wall, a week begins on a Monday, a month on its first', () => {
    fc.assert(
      fc.property(zone, time, (name, moment) => {
        const { starts, ends } = of(name).pageOf(moment);
        const date = dateOf(name, moment);
        expect([starts.day, ends.day - 1].map((edge) => dateOf(name, edge))).toEqual([date, date]);
        expect([starts.day - 1, ends.day].map((edge) => dateOf(name, edge))).not.toContain(date);
        expect(new Date(dateOf(name, starts.week)).getUTCDay()).toBe(1);
        expect(dateOf(name, starts.month)).toBe(`${date.slice(0, 7)}-01`);
        expect(writeDay(of(name).dayOf(moment))).toBe(date);
        expect(of(name).startOf(readDay(date))).toBe(starts.day);
      }),
      { numRuns: 500 },
    );
  });

  it('an hour is the one the wall shows, and began before', () => {
    fc.assert(
      fc.property(zone, time, (name, moment) => {
        const hour = of(name).hourOf(moment);
        expect(hour).toBeLessThanOrEqual(moment);
        expect(wall(name, hour).slice(0, 13)).toBe(wall(name, moment).slice(0, 13));
        expect(of(name).hourOf(hour)).toBe(hour);
      }),
      { numRuns: 500 },
    );
  });

  it('the day after is the next date, whatever the clocks do', () => {
    expect(dayAfter(20_261_231)).toBe(20_270_101);
    expect(dayAfter(20_280_228)).toBe(20_280_229);
    expect(of('Pacific/Apia').startOf(20_111_230)).toBe(of('Pacific/Apia').startOf(20_111_231));
  });
});
