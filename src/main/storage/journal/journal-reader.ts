import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { journalFile, listJournal } from './journal-files';
import { decodeLine, type JournalEntry } from './journal-line';

const PIECE = 1024 * 1024;
const NEWLINE = 0x0a;

export interface JournalPosition {
  readonly file: number;
  /** Bytes. */
  readonly offset: number;
}

export interface JournalPiece {
  readonly entries: readonly JournalEntry[];
  /** Lines that could not be read: damage on the disk. */
  readonly damaged: number;
  /** Where to go on. */
  readonly next: JournalPosition;
  /** Nothing was left when this was read. */
  readonly isLast: boolean;
}

/** Reads whole lines from `position` on, about a megabyte at a time; goes on to the next file at the end of one. */
export function readJournal(folder: string, position: JournalPosition): JournalPiece {
  // Asked before the file is read: whatever was written to it before the next one was begun is seen then.
  const following = listJournal(folder).find((number) => number > position.file);
  const bytes = readFrom(journalFile(folder, position.file), position.offset);
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end > 0) {
    const next = { file: position.file, offset: position.offset + end };
    return { ...decode(bytes.toString('utf8', 0, end)), next, isLast: false };
  }
  if (following === undefined) return { entries: [], damaged: 0, next: position, isLast: true };
  return { entries: [], damaged: 0, next: { file: following, offset: 0 }, isLast: false };
}

/** Where a reader begins that has no position yet. */
export function beginningOf(folder: string): JournalPosition {
  return { file: listJournal(folder)[0] ?? 1, offset: 0 };
}

function readFrom(file: string, offset: number): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0);
  const descriptor = openSync(file, 'r');
  try {
    let wanted = PIECE;
    for (;;) {
      const left = fstatSync(descriptor).size - offset;
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(wanted, left)));
      const read = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
      // A line longer than a piece, e.g. a trace of very many attempts.
      if (read.includes(NEWLINE) || wanted >= left) return read;
      wanted *= 2;
    }
  } finally {
    closeSync(descriptor);
  }
}

function decode(text: string): { readonly entries: readonly JournalEntry[]; readonly damaged: number } {
  const entries: JournalEntry[] = [];
  let damaged = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const entry = decodeLine(line);
    if (entry) entries.push(entry);
    else damaged += 1;
  }
  return { entries, damaged };
}
