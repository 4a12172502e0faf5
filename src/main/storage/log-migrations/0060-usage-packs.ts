import type { Database } from 'better-sqlite3';
import { USAGE_GROUPS } from '../../../shared/domain/usage';
import type { Migration } from '../migrate';
import { addCount, type LatencyCounts } from '../usage/latency-counts';
import { countIn, encodePack, type SetCounts } from '../usage/usage-pack';
import { COUNTERS, SPREADS, USAGE_PACK_TABLES } from '../usage/usage-tables';

/** A row by position: its bucket, six members, the counters, two spreads. */
type OldRow = readonly [start: number, ...rest: (number | Uint8Array)[]];

const COLUMNS = ['start', ...USAGE_GROUPS, ...COUNTERS, ...SPREADS].join(', ');
const FIRST_COUNTER = 1 + USAGE_GROUPS.length;
const FIRST_SPREAD = FIRST_COUNTER + COUNTERS.length;

/** All sets of an hour or day in one piece, in place of a row for each and a row for each member of each dimension. */
export const usagePacks: Migration = {
  version: 60,
  sql: `
    DROP TABLE usage_hours;
    DROP TABLE usage_days;
    ${USAGE_PACK_TABLES}
  `,
  convert(database) {
    const setOf = createNumbering(database);
    packAll(database, { from: 'usage_day_sets', to: 'usage_day_packs', setOf });
    packAll(database, { from: 'usage_hour_sets', to: 'usage_hour_packs', setOf });
    database.exec('DROP TABLE usage_hour_sets; DROP TABLE usage_day_sets;');
  },
};

interface PackParts {
  readonly from: string;
  readonly to: string;
  readonly setOf: (row: OldRow) => number;
}

function packAll(database: Database, { from, to, setOf }: PackParts): void {
  const put = database.prepare<[number, Uint8Array]>(`INSERT INTO ${to} (start, pack) VALUES (?, ?)`);
  const next = database.prepare<[number], number>(`SELECT MIN(start) FROM ${from} WHERE start > ?`).pluck();
  // The columns in their order.
  const rows = database.prepare<[number], OldRow>(`SELECT ${COLUMNS} FROM ${from} WHERE start = ?`).raw();
  let start = next.get(Number.MIN_SAFE_INTEGER);
  while (typeof start === 'number') {
    const sets: SetCounts = new Map();
    for (const row of rows.all(start)) addOldRow(sets, setOf(row), row);
    put.run(start, encodePack(sets));
    start = next.get(start);
  }
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
  const insert = database.prepare<number[]>(
    `INSERT INTO usage_sets (${USAGE_GROUPS.join(', ')}) VALUES (${USAGE_GROUPS.map(() => '?').join(', ')})`,
  );
  const known = new Map<string, number>();
  return (row) => {
    const members = row.slice(1, FIRST_COUNTER).map(Number);
    const name = members.join(' ');
    const set = known.get(name) ?? Number(insert.run(...members).lastInsertRowid);
    known.set(name, set);
    return set;
  };
}
