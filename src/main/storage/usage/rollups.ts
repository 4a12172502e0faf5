import type { Database } from 'better-sqlite3';
import { USAGE_GROUPS } from '../../../shared/domain/usage';
import type { Calendar } from '../../../shared/time/calendar';
import { encodeCounts, mergeEncoded } from './latency-counts';
import type { Rollups } from './types';
import { addCounts, addRow, emptyCount, type UsageCount } from './usage-count';
import { createMemberTable, type Members } from './usage-members';
import { COUNTERS, SPREADS } from './usage-tables';

/** The dimension that has one member: everything. */
export const ALL = 'all';

interface Gathered<Place> {
  readonly place: Place;
  readonly count: UsageCount;
}

type SetPlace = Members & { readonly start: number };
type TotalPlace = { readonly dimension: string; readonly start: number; readonly member: number };

/** Writes the roll-ups. */
export function createRollups(parts: { readonly database: Database; readonly calendar: Calendar }): Rollups {
  const { database, calendar } = parts;
  database.function('merge_spreads', { deterministic: true }, mergeSpreads);
  const members = createMemberTable(database);
  const putHourSet = prepareUpsert<SetPlace>(database, 'usage_hour_sets', ['start', ...USAGE_GROUPS]);
  const putDaySet = prepareUpsert<SetPlace>(database, 'usage_day_sets', ['start', ...USAGE_GROUPS]);
  const putHour = prepareUpsert<TotalPlace>(database, 'usage_hours', ['dimension', 'start', 'member']);
  const putDay = prepareUpsert<TotalPlace>(database, 'usage_days', ['dimension', 'start', 'member']);
  return {
    add(rows) {
      // A batch often holds many rows of one place: each row is counted once, each place written once.
      const hourSets = createGatherer<SetPlace>();
      const membersOf = members.openBatch();
      for (const row of rows) {
        addRow(hourSets.at({ start: calendar.hourOf(row.startedAt), ...membersOf(row) }), row);
      }
      const daySets = createGatherer<SetPlace>();
      const hours = createGatherer<TotalPlace>();
      const days = createGatherer<TotalPlace>();
      hourSets.each((place, count) => {
        const day = calendar.dayOf(place.start);
        for (const total of placesOf(place)) {
          addCounts(hours.at({ ...total, start: place.start }), count);
          addCounts(days.at({ ...total, start: day }), count);
        }
        addCounts(daySets.at({ ...place, start: day }), count);
        putHourSet(place, count);
      });
      hours.each(putHour);
      days.each(putDay);
      daySets.each(putDaySet);
    },
  };
}

function placesOf(members: Members): readonly { readonly dimension: string; readonly member: number }[] {
  const own = USAGE_GROUPS.map((dimension) => ({ dimension, member: members[dimension] }));
  return [{ dimension: ALL, member: 0 }, ...own];
}

function createGatherer<Place extends Readonly<Record<string, string | number>>>() {
  const gathered = new Map<string, Gathered<Place>>();
  return {
    at(place: Place): UsageCount {
      const name = Object.values(place).join(' ');
      const found = gathered.get(name);
      if (found) return found.count;
      const count = emptyCount();
      gathered.set(name, { place, count });
      return count;
    },
    each(put: (place: Place, count: UsageCount) => void): void {
      for (const { place, count } of gathered.values()) put(place, count);
    },
  };
}

/** Adds to the row of a place, or makes it. Values by position: names would cost as much as the rest. */
function prepareUpsert<Place extends Readonly<Record<string, string | number>>>(
  database: Database,
  table: string,
  keys: readonly (keyof Place & string)[],
) {
  const columns = [...keys, ...COUNTERS, ...SPREADS];
  const sums = [
    ...COUNTERS.map((name) => `${name} = ${name} + excluded.${name}`),
    ...SPREADS.map((name) => `${name} = merge_spreads(${name}, excluded.${name})`),
  ];
  const upsert = database.prepare<(string | number | Uint8Array | undefined)[]>(`
    INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums.join(', ')}
  `);
  return (place: Place, count: UsageCount) => {
    upsert.run(
      ...keys.map((name) => place[name]),
      ...COUNTERS.map((name) => count[name]),
      encodeCounts(count.totalSpread),
      encodeCounts(count.firstTokenSpread),
    );
  };
}

function mergeSpreads(before: unknown, more: unknown): Uint8Array {
  return before instanceof Uint8Array && more instanceof Uint8Array
    ? mergeEncoded(before, more)
    : new Uint8Array(0);
}
