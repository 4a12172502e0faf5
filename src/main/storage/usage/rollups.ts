import type { Database } from 'better-sqlite3';
import type { Calendar } from '../../../shared/time/calendar';
import { createPackTable } from './pack-table';
import type { Rollups } from './types';
import { addRow } from './usage-count';
import { createSetTable } from './usage-members';
import { addPack, countIn, encodePack, type SetCounts } from './usage-pack';

/** Putting an hour and its day together anew takes milliseconds: worth it once for so many batches. */
const MOST_OPEN = 192;

interface OpenPack {
  readonly start: number;
  readonly day: number;
  readonly pack: Uint8Array;
}

interface Gathered {
  readonly start: number;
  readonly day: number;
  readonly sets: SetCounts;
}

/** Writes the roll-ups. */
export function createRollups(parts: { readonly database: Database; readonly calendar: Calendar }): Rollups {
  const { database, calendar } = parts;
  const sets = createSetTable(database);
  const insert = database.prepare<[number, number, Uint8Array]>(
    'INSERT INTO usage_open (start, day, pack) VALUES (?, ?, ?)',
  );
  const fold = createFold(database);
  return {
    add(rows) {
      const setOf = sets.openBatch();
      const gathered = new Map<string, Gathered>();
      for (const row of rows) {
        const start = calendar.hourOf(row.startedAt);
        const day = calendar.dayOf(row.startedAt);
        const place = `${start} ${day}`;
        const bucket = gathered.get(place) ?? { start, day, sets: new Map() };
        gathered.set(place, bucket);
        addRow(countIn(bucket.sets, setOf(row)), row);
      }
      let open = 0;
      for (const bucket of gathered.values()) {
        // Numbers begin at one again whenever the table is empty.
        open = Number(insert.run(bucket.start, bucket.day, encodePack(bucket.sets)).lastInsertRowid);
      }
      if (open >= MOST_OPEN) fold();
    },
  };
}

/** Puts what is open into its hours and days. */
function createFold(database: Database): () => void {
  const list = database.prepare<[], OpenPack>('SELECT start, day, pack FROM usage_open');
  const clear = database.prepare('DELETE FROM usage_open');
  const hours = createPackTable(database, 'usage_hour_packs');
  const days = createPackTable(database, 'usage_day_packs');
  return () => {
    const inHours = new Map<number, SetCounts>();
    const inDays = new Map<number, SetCounts>();
    for (const { start, day, pack } of list.all()) {
      addPack(bucketIn(inHours, start), pack);
      addPack(bucketIn(inDays, day), pack);
    }
    for (const [start, sets] of inHours) hours.add(start, sets);
    for (const [day, sets] of inDays) days.add(day, sets);
    clear.run();
  };
}

function bucketIn(buckets: Map<number, SetCounts>, start: number): SetCounts {
  const found = buckets.get(start);
  if (found) return found;
  const sets: SetCounts = new Map();
  buckets.set(start, sets);
  return sets;
}
