import type { Database } from 'better-sqlite3';
import type { Calendar } from '../../../shared/time/calendar';
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
    const open = list.all();
    hours.add(open.map(({ start, pack }) => [start, pack]));
    days.add(open.map(({ day, pack }) => [day, pack]));
    clear.run();
  };
}

function createPackTable(database: Database, table: string) {
  const find = database.prepare<[number], Uint8Array>(`SELECT pack FROM ${table} WHERE start = ?`).pluck();
  const put = database.prepare<[number, Uint8Array]>(
    `INSERT INTO ${table} (start, pack) VALUES (?, ?) ON CONFLICT (start) DO UPDATE SET pack = excluded.pack`,
  );
  return {
    add(packs: readonly (readonly [start: number, pack: Uint8Array])[]): void {
      const sums = new Map<number, SetCounts>();
      for (const [start, pack] of packs) {
        const sum = sums.get(start) ?? readPack(find.get(start));
        sums.set(start, sum);
        addPack(sum, pack);
      }
      for (const [start, sum] of sums) put.run(start, encodePack(sum));
    },
  };
}

function readPack(pack: Uint8Array | undefined): SetCounts {
  const sets: SetCounts = new Map();
  if (pack) addPack(sets, pack);
  return sets;
}
