import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

const OWNER_ONLY = 0o700;
const NAME = /^(\d{8})\.jsonl$/;

/** The journal's folder beside a log database. `log.db-journal` is SQLite's own name. */
export function journalFolder(logFile: string): string {
  return path.join(path.dirname(logFile), 'log-journal');
}

export function makeJournalFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY });
}

export function journalFile(folder: string, number: number): string {
  return path.join(folder, `${String(number).padStart(8, '0')}.jsonl`);
}

/** Numbers of the files there are, oldest first. */
export function listJournal(folder: string): readonly number[] {
  return readdirSync(folder)
    .map((name) => Number(NAME.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((left, right) => left - right);
}
