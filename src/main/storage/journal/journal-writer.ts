import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { journalFile, listJournal, makeJournalFolder } from './journal-files';

const OWNER_ONLY = 0o600;
const LARGEST_FILE = 16 * 1024 * 1024;

/** Appends lines. What was flushed survives the end of this process, however it ends. */
export interface JournalWriter {
  /** At the latest before the event loop goes on. */
  append(line: string): void;
  /** The same, and tells when: `null`, where it is the only one under way, for "now". */
  commit(line: string, isAlone: boolean): Promise<void> | null;
  /** Throws when the disk refuses; then nothing of what waited is in the file. */
  flush(): void;
  close(): void;
}

interface Needs {
  readonly folder: string;
  /** Called after every write, e.g. to have the lines read. */
  readonly onWritten: () => void;
  /** Bytes after which a new file is begun. */
  readonly largestFile?: number;
}

interface Batch {
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (failure: unknown) => void;
}

export function openJournalWriter({ folder, onWritten, largestFile = LARGEST_FILE }: Needs): JournalWriter {
  const file = openNewest(folder, largestFile);
  let waiting = '';
  let batch: Batch | null = null;
  let isDue = false;

  function flush(): void {
    isDue = false;
    const text = waiting;
    const waiters = batch;
    waiting = '';
    batch = null;
    if (text === '') return;
    try {
      file.write(text);
    } catch (failure) {
      waiters?.reject(failure);
      throw failure;
    }
    waiters?.resolve();
    onWritten();
  }

  function flushSoon(): void {
    if (isDue) return;
    isDue = true;
    // After what was begun together has ended together, as answers that came in one turn do.
    process.nextTick(() => {
      try {
        flush();
      } catch {
        // Whoever waits for the lines was told; the start of a request is told by its end.
      }
    });
  }

  return {
    append(line) {
      waiting += line;
      flushSoon();
    },
    commit(line, isAlone) {
      waiting += line;
      if (isAlone && batch === null) {
        flush();
        return null;
      }
      batch ??= makeBatch();
      flushSoon();
      return batch.done;
    },
    flush,
    close() {
      flush();
      file.close();
    },
  };
}

function makeBatch(): Batch {
  let resolve: () => void = () => {};
  let reject: (failure: unknown) => void = () => {};
  const done = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { done, resolve, reject };
}

/** The newest file, and a new one whenever that has grown large. The reader deletes what it has taken over. */
function openNewest(folder: string, largestFile: number) {
  makeJournalFolder(folder);
  let number = listJournal(folder).at(-1) ?? 1;
  let descriptor = openSync(journalFile(folder, number), 'a', OWNER_ONLY);
  let size = fstatSync(descriptor).size;
  let isOpen = true;
  if (size > 0) turnPage();

  function turnPage(): void {
    const next = openSync(journalFile(folder, number + 1), 'a', OWNER_ONLY);
    closeSync(descriptor);
    descriptor = next;
    number += 1;
    size = 0;
  }

  return {
    write(text: string): void {
      if (size >= largestFile) turnPage();
      const bytes = Buffer.from(text);
      try {
        writeAll(descriptor, bytes);
      } catch (failure) {
        cutBack(descriptor, size);
        throw failure;
      }
      size += bytes.length;
    },
    /** Once: the number may be another file's later. */
    close(): void {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** Half a line would be joined by the next one. Where even that fails, the reader drops the damaged line. */
function cutBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // Nothing more can be done; the failed write itself is told.
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
