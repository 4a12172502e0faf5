import type { Database } from 'better-sqlite3';
import type { UsageBucket, UsageGroup } from '../../../shared/domain/usage';
import type { Calendar } from '../../../shared/time/calendar';
import { createSpreadSum, type SpreadSum } from './latency-counts';
import { ALL } from './rollups';
import type { CountRow } from './usage-numbers';
import { COUNTERS, SPREADS } from './usage-tables';

/** What is to be counted. `from` and `to` (exclusive) are in the unit of the table: 20261122, or epoch milliseconds. */
export interface Selection {
  readonly bucket: UsageBucket;
  readonly from: number;
  readonly to: number;
  readonly groupBy: UsageGroup | null;
  /** Dimension → ids of the members that count. */
  readonly filters: ReadonlyMap<UsageGroup, readonly number[]>;
}

interface Parts {
  readonly database: Database;
  readonly calendar: Calendar;
}

type Source = (selection: Selection) => readonly CountRow[];

/** Rows of a selection, oldest first, then by member. */
export function createUsageSource(parts: Parts): Source {
  const fromTotals = createTotals(parts.database);
  const fromQuarters = createQuarters(parts);
  return (selection) => {
    const filters = [...selection.filters];
    if (filters.some(([, members]) => members.length === 0)) return [];
    const [only] = filters;
    if (!only) return fromTotals(selection, selection.groupBy ?? ALL, null);
    const [dimension, members] = only;
    const isOwnGroup = selection.groupBy === dimension;
    if (filters.length === 1 && (isOwnGroup || (selection.groupBy === null && members.length === 1)))
      return fromTotals(selection, dimension, members);
    return fromQuarters(selection);
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
    { bucket, from, to }: Selection,
    dimension: string,
    members: readonly number[] | null,
  ): readonly CountRow[] => {
    const wanted = members === null ? null : JSON.stringify(members);
    return (bucket === 'day' ? days : hours).all(dimension, from, to, wanted, wanted);
  };
}

/** Adds up what several members have in common; days are those of the time zone of now. */
function createQuarters({ database, calendar }: Parts): Source {
  database.function('usage_day', { deterministic: true }, (start) => calendar.dayOf(Number(start)));
  database.function('usage_hour', { deterministic: true }, (start) => calendar.hourOf(Number(start)));
  database.aggregate<SpreadSum>('sum_spreads', {
    start: createSpreadSum,
    step: (sum, bytes) => {
      if (bytes instanceof Uint8Array) sum.add(bytes);
    },
    result: (sum) => sum.encode(),
  });
  const sums = [
    ...COUNTERS.map((name) => `SUM(${name}) AS ${name}`),
    ...SPREADS.map((name) => `sum_spreads(${name}) AS ${name}`),
  ].join(', ');
  return ({ bucket, from, to, groupBy, filters }) => {
    const conditions = [...filters].map(
      ([dimension, members]) => ` AND ${dimension} IN (${members.join(', ')})`,
    );
    const quarters = database.prepare<[number, number], CountRow>(`
      SELECT usage_${bucket}(start) AS start, ${groupBy ?? 0} AS member, ${sums}
      FROM usage_quarters WHERE start >= ? AND start < ?${conditions.join('')}
      GROUP BY 1, 2 ORDER BY 1, 2
    `);
    const bound = (place: number) => (bucket === 'day' ? calendar.startOf(place) : place);
    return quarters.all(bound(from), bound(to));
  };
}
