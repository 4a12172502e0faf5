import type { Database } from 'better-sqlite3';
import { USAGE_GROUPS } from '../../../shared/domain/usage';
import { addCount, type LatencyCounts } from './latency-counts';
import { createPackTable } from './pack-table';
import { countIn, type SetCounts } from './usage-pack';
import { COUNTERS, SPREADS } from './usage-tables';

/** A row by position: its bucket, six members, the counters, two spreads. */
type OldRow = readonly [start: number, ...rest: (number | Uint8Array)[]];

const COLUMNS = ['start', ...USAGE_GROUPS, ...COUNTERS, ...SPREADS].join(', ');
const FIRST_COUNTER = 1 + USAGE_GROUPS.length;
const FIRST_SPREAD = FIRST_COUNTER + COUNTERS.length;
/** Busy ones take a millisecond each; who wants to read, and new rows, wait that long. */
const SOME = 2;

/** What was counted before there were packs: ten seconds of work where ten million requests a year were. */
export interface OldRows {
  /** Packs the hours or days that begin in between. */
  packBetween(from: number, to: number): void;
  /** Packs the newest few. True: there may be more. */
  packSome(): boolean;
}

export function createOldRows(database: Database, bucket: 'hour' | 'day'): OldRows {
  const table = `usage_${bucket}_sets`;
  const packs = createPackTable(database, `usage_${bucket}_packs`);
  const setOf = createNumbering(database);
  const between = database
    .prepare<[number, number], number>(`SELECT DISTINCT start FROM ${table} WHERE start >= ? AND start < ?`)
    .pluck();
  const newest = database.prepare<[], number>(`SELECT MAX(start) FROM ${table}`).pluck();
  const list = database.prepare<[number], OldRow>(`SELECT ${COLUMNS} FROM ${table} WHERE start = ?`).raw();
  const remove = database.prepare<[number]>(`DELETE FROM ${table} WHERE start = ?`);
  const pack = database.transaction((start: number) => {
    const sets: SetCounts = new Map();
    for (const row of list.all(start)) addOldRow(sets, setOf(row), row);
    packs.add(start, sets);
    remove.run(start);
  });
  return {
    packBetween(from, to) {
      for (const start of between.all(from, to)) pack.immediate(start);
    },
    packSome() {
      for (let count = 0; count < SOME; count += 1) {
        const start = newest.get();
        if (typeof start !== 'number') return false;
        pack.immediate(start);
      }
      return true;
    },
  };
}

function addOldRow(sets: SetCounts, set: number, row: OldRow): void {
  const count = countIn(sets, set);
  COUNTERS.forEach((name, index) => {
    count[name] += Number(row[FIRST_COUNTER + index]);
  });
  addOldSpread(count.totalSpread, row[FIRST_SPREAD]);
  addOldSpread(count.firstTokenSpread, row[FIRST_SPREAD + 1]);
}

/** Pairs of a step (one byte) and its count (base 128, lowest digits first), in any order. */
function addOldSpread(counts: LatencyCounts, bytes: number | Uint8Array | undefined): void {
  if (!(bytes instanceof Uint8Array)) return;
  let place = 0;
  while (place < bytes.length) {
    const step = bytes[place] ?? 0;
    place += 1;
    let count = 0;
    let weight = 1;
    let digit = 128;
    while (digit >= 128 && place < bytes.length) {
      digit = bytes[place] ?? 0;
      place += 1;
      count += (digit % 128) * weight;
      weight *= 128;
    }
    addCount(counts, step, count);
  }
}

function createNumbering(database: Database): (row: OldRow) => number {
  const names = USAGE_GROUPS.join(', ');
  const marks = USAGE_GROUPS.map(() => '?').join(', ');
  const find = database
    .prepare<number[], number>(`SELECT id FROM usage_sets WHERE (${names}) = (${marks})`)
    .pluck();
  const insert = database.prepare<number[]>(`INSERT INTO usage_sets (${names}) VALUES (${marks})`);
  return (row) => {
    const members = row.slice(1, FIRST_COUNTER).map(Number);
    return find.get(...members) ?? Number(insert.run(...members).lastInsertRowid);
  };
}
