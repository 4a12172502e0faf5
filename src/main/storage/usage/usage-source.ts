import type { Database } from 'better-sqlite3';
import type { UsageBucket, UsageGroup } from '../../../shared/domain/usage';
import { createOldRows } from './old-rows';

/** What is to be counted. `from` and `to` (exclusive) are in the unit of the table: 20261122, or epoch milliseconds. */
export interface Selection {
  readonly bucket: UsageBucket;
  readonly from: number;
  readonly to: number;
  readonly groupBy: UsageGroup | null;
  /** Dimension → ids of the members that count. */
  readonly filters: ReadonlyMap<UsageGroup, readonly number[]>;
}

/** The groups of an answer, in their order, and which sets belong to them. */
export interface Places {
  readonly members: readonly number[];
  /** Id of a set → place of its member; -1: it does not count. */
  readonly placeOf: Int32Array;
}

export interface StoredPack {
  readonly start: number;
  readonly pack: Uint8Array;
}

export interface UsageSource {
  readPlaces(selection: Pick<Selection, 'groupBy' | 'filters'>): Places;
  /** All that was counted, the oldest bucket first; one bucket may come in several packs, one after the other. */
  packs(selection: Pick<Selection, 'bucket' | 'from' | 'to'>): Iterable<StoredPack>;
}

export function createUsageSource(database: Database): UsageSource {
  const prepare = (table: string, bucket: string) =>
    database.prepare<[number, number, number, number], StoredPack>(`
      SELECT start, pack FROM ${table} WHERE start >= ? AND start < ?
      UNION ALL SELECT ${bucket}, pack FROM usage_open WHERE ${bucket} >= ? AND ${bucket} < ?
      ORDER BY 1
    `);
  const oldHours = createOldRows(database, 'hour');
  const hours = prepare('usage_hour_packs', 'start');
  const days = prepare('usage_day_packs', 'day');
  return {
    packs({ bucket, from, to }) {
      if (bucket === 'day') return days.iterate(from, to, from, to);
      oldHours.packBetween(from, to);
      return hours.iterate(from, to, from, to);
    },
    readPlaces({ groupBy, filters }) {
      const wanted = [...filters].map(
        ([dimension, members]) => ` AND ${dimension} IN (${members.join(', ')})`,
      );
      const sets = database
        .prepare<[], { id: number; member: number }>(
          `SELECT id, ${groupBy ?? 0} AS member FROM usage_sets WHERE TRUE${wanted.join('')} ORDER BY id`,
        )
        .all();
      const members = [...new Set(sets.map(({ member }) => member))].sort((left, right) => left - right);
      const places = new Map(members.map((member, place) => [member, place]));
      const placeOf = new Int32Array((sets.at(-1)?.id ?? 0) + 1).fill(-1);
      for (const { id, member } of sets) placeOf[id] = places.get(member) ?? -1;
      return { members, placeOf };
    },
  };
}
