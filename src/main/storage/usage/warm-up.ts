import type { Database } from 'better-sqlite3';
import { createJsonBytes } from './json-bytes';
import type { FinishedRow } from './types';
import { addRow } from './usage-count';
import { writeLines } from './usage-lines';
import { countIn, encodePack, type SetCounts } from './usage-pack';
import type { StoredPack } from './usage-source';

/** New rows and questions wait about so long. */
const SLICE_MS = 8;
const FIRST_BUCKETS = 2;
const MOST_BUCKETS = 64;
/** After so many the first question takes a third longer than later ones; after twice as many, and twice the memory, a sixth. */
const BUCKETS = 400;
const SETS = 64;
const SETS_OF_A_GROUP = 8;

/**
 * Answers made-up questions, so that the code that adds packs up and writes their numbers is compiled when somebody
 * asks a real one: the first two would take two to three times as long as later ones.
 */
export interface WarmUp {
  /** Some milliseconds of it. False: that was the last. */
  slice(): boolean;
}

/** Reads nothing of the database and writes nothing; but packs have to come out of one, or V8 takes them for another kind. */
export function createWarmUp(database: Database): WarmUp {
  const list = database.prepare<[number, Uint8Array, Uint8Array], StoredPack>(`
    WITH RECURSIVE hours (hour) AS (SELECT 0 UNION ALL SELECT hour + 1 FROM hours WHERE hour + 1 < ?)
    SELECT hour * 3600000 AS start, CASE hour % 2 WHEN 0 THEN ? ELSE ? END AS pack FROM hours
  `);
  // An hour, and a busy day whose numbers are wider.
  const packs = [makePack(3), makePack(20)] as const;
  const placeOf = Int32Array.from({ length: SETS }, (_, set) => Math.floor(set / SETS_OF_A_GROUP));
  const groups = Array.from({ length: SETS / SETS_OF_A_GROUP }, (_, place) => ({
    id: `${place}`,
    name: `group ${place}`,
  }));
  const show = (start: number) => new Date(start).toISOString();
  let left = BUCKETS;
  let count = FIRST_BUCKETS;
  handOver();
  return {
    slice() {
      const begun = performance.now();
      writeLines(createJsonBytes(), list.iterate(count, ...packs), { groups, placeOf, show });
      left -= count;
      count = Math.min(MOST_BUCKETS, Math.ceil((count * SLICE_MS) / (performance.now() - begun)));
      return left > 0;
    },
  };
}

/** As each answer is. The first time it happens V8 gives up all code it has compiled for bytes until then. */
function handOver(): void {
  const buffer = new ArrayBuffer(1);
  structuredClone(buffer, { transfer: [buffer] });
}

function makePack(rows: number): Uint8Array {
  const sets: SetCounts = new Map();
  for (let row = 0; row < rows * SETS; row += 1) addRow(countIn(sets, row % SETS), makeRow(row));
  return encodePack(sets);
}

function makeRow(number: number): FinishedRow {
  const totalMs = 150 * 1.2 ** (number % 17);
  return {
    startedAt: 0,
    workspaceId: '',
    clientId: '',
    tokenId: null,
    tokenName: null,
    keyId: null,
    keyLabel: null,
    alias: null,
    provider: null,
    model: null,
    status: number % 20 === 0 ? 'error' : 'ok',
    isFallback: number % 9 === 0,
    attemptCount: 1,
    input: 1000 + ((number * 37) % 5000),
    output: 100 + ((number * 11) % 900),
    cached: 0,
    reasoning: 5,
    costNanoUsd: 100_000 + ((number * 7919) % 90_000_000),
    costSource: 'catalog',
    savedNanoUsd: 500,
    totalMs,
    firstTokenMs: totalMs / 4,
  };
}
