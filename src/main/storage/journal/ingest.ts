import { rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { createAttemptTable } from './attempt-table';
import { journalFile, listJournal } from './journal-files';
import type { JournalEntry } from './journal-line';
import { beginningOf, type JournalPosition, readJournal } from './journal-reader';
import { createLogRows, type LogRow } from './log-rows';
import { createSpendTable } from './spend-table';

export interface Ingest {
  /** Takes over every line that is in the journal now. */
  catchUp(): void;
  /** Rows that nobody will complete any more: marked, and booked at what was set aside for them. Gives their number. */
  markInterrupted(): number;
}

interface Needs {
  readonly database: Database;
  readonly folder: string;
  /** Called inside the transaction with the rows that were completed in it. */
  readonly onFinished?: (rows: readonly LogRow[]) => void;
}

/** Takes the journal over into the database: each line once, because the place reached is stored with its rows. */
export function createIngest({ database, folder, onFinished }: Needs): Ingest {
  const rows = createLogRows(database);
  const spend = createSpendTable(database);
  const attempts = createAttemptTable(database);
  const position = createPosition(database, folder);
  /** Rows of earlier pieces that are still served. */
  const running = new Map<string, LogRow>();

  function settle(finished: readonly LogRow[]): void {
    spend.add(finished.map(toBooking));
    onFinished?.(finished);
  }

  function apply(entries: readonly JournalEntry[], next: JournalPosition): void {
    const touched = new Set<LogRow>();
    const find = (id: string) => running.get(id) ?? rows.findRunning(id);
    for (const entry of entries) {
      if (entry.kind === 'attempt') {
        attempts.add(entry.attempt);
        continue;
      }
      if (entry.kind === 'whole') {
        touched.add({ ...beginRow(entry.start), end: entry.end, trace: entry.trace });
        continue;
      }
      const row = entry.kind === 'start' ? beginRow(entry.start) : find(idOf(entry));
      if (!row || row.end) continue;
      running.set(row.start.id, row);
      touched.add(row);
      if (entry.kind === 'reserve') {
        row.reserved = entry.reserve.amount;
        row.keyAmounts = entry.reserve.keyAmounts;
      } else if (entry.kind === 'end') {
        row.end = entry.end;
        row.trace = entry.trace;
      }
    }
    for (const row of touched) rows.write(row);
    settle([...touched].filter(({ end }) => end !== null));
    position.set(next);
    for (const { start, end } of touched) if (end) running.delete(start.id);
  }

  const applyAll = database.transaction(apply);
  const interruptAll = database.transaction(() => {
    const left = rows.listRunning();
    for (const row of left) {
      row.end = toInterrupted(row);
      rows.write(row);
    }
    settle(left);
    running.clear();
    return left.length;
  });

  return {
    catchUp() {
      for (;;) {
        const from = position.get();
        const { entries, next, isLast } = readJournal(folder, from);
        if (isLast) return;
        try {
          applyAll.immediate(entries, next);
        } catch (failure) {
          // What was undone in the database is read anew, from there too.
          running.clear();
          throw failure;
        }
        if (next.file > from.file) removeBefore(database, folder, next.file);
      }
    },
    markInterrupted: () => interruptAll.immediate(),
  };
}

function beginRow(start: LogRow['start']): LogRow {
  return { start, seq: null, reserved: start.reserved, keyAmounts: [], end: null, trace: null };
}

function idOf(entry: Exclude<JournalEntry, { kind: 'start' | 'attempt' | 'whole' }>): string {
  return entry.kind === 'end' ? entry.end.id : entry.reserve.id;
}

/** In the books at the amount set aside: what it really cost nobody knows. */
function toInterrupted({ start, reserved, keyAmounts }: LogRow): LogRow['end'] {
  return {
    id: start.id,
    status: 'interrupted',
    httpStatus: null,
    errorCode: null,
    provider: null,
    model: null,
    // Of several the one asked last; nothing is said of keys without a spend limit.
    keyId: keyAmounts.at(-1)?.keyId ?? null,
    keyLabel: null,
    keyScope: null,
    fallbackFrom: null,
    attemptCount: 0,
    firstTokenMs: null,
    totalMs: null,
    usage: null,
    cost: reserved > 0 ? reserved : null,
    costSource: reserved > 0 ? 'estimated' : 'unknown',
    savedNanoUsd: null,
    booked: reserved,
    keyAmounts,
  };
}

function toBooking({ start, end }: LogRow) {
  return { start, costNanoUsd: end?.booked ?? 0, keyAmounts: end?.keyAmounts ?? [] };
}

function createPosition(database: Database, folder: string) {
  const select = database.prepare<[], JournalPosition>('SELECT file, read_to AS "offset" FROM journal');
  const upsert = database.prepare<[number, number]>(
    'INSERT INTO journal (one, file, read_to) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET file = excluded.file, read_to = excluded.read_to',
  );
  return {
    get: (): JournalPosition => select.get() ?? beginningOf(folder),
    set: ({ file, offset }: JournalPosition) => void upsert.run(file, offset),
  };
}

/** Not before the rows are on the disk itself: a power cut may still take what is only in the write-ahead log. */
function removeBefore(database: Database, folder: string, file: number): void {
  database.pragma('wal_checkpoint(FULL)');
  for (const number of listJournal(folder)) {
    if (number < file) rmSync(journalFile(folder, number), { force: true });
  }
}
