import type { Database } from 'better-sqlite3';
import type { UsageBucket, UsageGroup } from '../../../shared/domain/usage';
import { ALL } from './rollups';
import { subtractRows } from './subtract-rows';
import type { CountRow } from './usage-numbers';
import { COUNTERS, SPREADS } from './usage-tables';

type Filter = readonly [dimension: UsageGroup, members: readonly number[]];

/** What is to be counted. `from` and `to` (exclusive) are in the unit of the table: 20261122, or epoch milliseconds. */
export interface Selection {
  readonly bucket: UsageBucket;
  readonly from: number;
  readonly to: number;
  readonly groupBy: UsageGroup | null;
  /** Dimension → ids of the members that count. */
  readonly filters: ReadonlyMap<UsageGroup, readonly number[]>;
}

type Source = (selection: Selection) => readonly CountRow[];

/** Rows of a selection, oldest first, then by member. */
export function createUsageSource(database: Database): Source {
  const fromTotals = createTotals(database);
  const fromSums = createSums(database, fromTotals);
  return (selection) => {
    const { groupBy } = selection;
    const filters = [...selection.filters];
    if (filters.some(([, members]) => members.length === 0)) return [];
    const [only] = filters;
    if (!only) return fromTotals(selection, groupBy ?? ALL, null);
    const [dimension, members] = only;
    const isThere = groupBy === dimension || (groupBy === null && members.length === 1);
    if (filters.length === 1 && isThere) return fromTotals(selection, dimension, members);
    return fromSums(selection);
  };
}

/** Each row is there already as it is asked for. */
function createTotals(database: Database) {
  const columns = ['start', 'member', ...COUNTERS, ...SPREADS].join(', ');
  const prepare = (table: string) =>
    database.prepare<[string, number, number, string | null, string | null], CountRow>(`
      SELECT ${columns} FROM ${table} WHERE dimension = ? AND start >= ? AND start < ?
        AND (? IS NULL OR member IN (SELECT value FROM json_each(?)))
      ORDER BY start, member
    `);
  const hours = prepare('usage_hours');
  const days = prepare('usage_days');
  return (
    { bucket, from, to }: Pick<Selection, 'bucket' | 'from' | 'to'>,
    dimension: string,
    members: readonly number[] | null,
  ): readonly CountRow[] => {
    const wanted = members === null ? null : JSON.stringify(members);
    return (bucket === 'day' ? days : hours).all(dimension, from, to, wanted, wanted);
  };
}

/** Adds up what several members have in common. */
function createSums(database: Database, fromTotals: ReturnType<typeof createTotals>): Source {
  const sumUp = {
    hour: prepareSums(database, 'usage_hour_sets'),
    day: prepareSums(database, 'usage_day_sets'),
  };
  const countRequests = prepareCounts(database);
  return (selection) => {
    const { bucket, groupBy, filters } = selection;
    const own = (groupBy && filters.get(groupBy)) ?? null;
    const others = [...filters].filter(([dimension]) => dimension !== groupBy);
    const ownPart = listConditions(own && groupBy ? [[groupBy, own]] : []);
    const wanted = listConditions(others);
    const half = countRequests(selection, ALL, [0]) / 2;
    if (others.some(([dimension, members]) => countRequests(selection, dimension, members) < half))
      return sumUp[bucket](selection, `${ownPart}${wanted}`);
    // Nearly everything: the rest is less to add up, and taken from the whole it leaves the answer.
    const whole = fromTotals(selection, groupBy ?? ALL, own);
    return subtractRows(whole, sumUp[bucket](selection, `${ownPart} AND NOT (TRUE${wanted})`));
  };
}

function prepareCounts(database: Database) {
  const prepare = (table: string) =>
    database
      .prepare<[string, number, number, string], number>(`
        SELECT TOTAL(requests) FROM ${table} WHERE dimension = ? AND start >= ? AND start < ?
          AND member IN (SELECT value FROM json_each(?))
      `)
      .pluck();
  const counts = { hour: prepare('usage_hours'), day: prepare('usage_days') };
  return ({ bucket, from, to }: Selection, dimension: string, members: readonly number[]): number =>
    counts[bucket].get(dimension, from, to, JSON.stringify(members)) ?? 0;
}

/** Everything is added up by SQLite itself: functions of ours, called for each row, would take most of the time. */
function prepareSums(database: Database, table: string) {
  const sums = [
    ...COUNTERS.map((name) => `SUM(${name}) AS ${name}`),
    // Spreads one after the other are their sum.
    ...SPREADS.map((name) => `unhex(group_concat(hex(${name}), '')) AS ${name}`),
  ].join(', ');
  return ({ from, to, groupBy }: Selection, conditions: string): readonly CountRow[] =>
    database
      .prepare<[number, number], CountRow>(`
        SELECT start, ${groupBy ?? 0} AS member, ${sums}
        FROM ${table} WHERE start >= ? AND start < ?${conditions}
        GROUP BY 1, 2 ORDER BY 1, 2
      `)
      .all(from, to);
}

function listConditions(filters: readonly Filter[]): string {
  return filters.map(([dimension, members]) => ` AND ${dimension} IN (${members.join(', ')})`).join('');
}
