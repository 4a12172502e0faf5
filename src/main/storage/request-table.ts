import type { RequestStart, SpendBook } from '../gateway/ports';
import { journalFolder } from './journal/journal-files';
import { encodeAttempt, encodeEnd, encodeReserve, encodeStart, encodeWhole } from './journal/journal-line';
import { openJournalWriter } from './journal/journal-writer';
import type { OpenLog } from './journal/open-log';
import { createSpendBook } from './journal/spend-book';
import { createSpendTable } from './journal/spend-table';
import type { RequestTable } from './types';

/** The longest period of the books, with some days to spare for a change of the time zone. */
const LOOK_BACK_MS = 35 * 24 * 60 * 60 * 1000;
/** Longer than is looked back: a clock that went ahead for a while must not take the books with it. */
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;
/** A request that is over sooner than this is one line. Nothing was set aside for it, so no book would miss it. */
const START_WITHIN_MS = 10;
/** So long lines may wait to be taken over, unless somebody reads the log before. */
const TAKE_OVER_MS = 100;

interface Needs {
  readonly log: OpenLog;
  readonly file: string;
  readonly now: () => number;
  /** Has the journal taken over: by the log's thread, or here. Called some milliseconds after a write. */
  readonly takeOver: () => void;
  /** True while the log's thread takes the journal over. */
  readonly isElsewhere: () => boolean;
}

export interface RequestJournal extends RequestTable {
  readonly spend: SpendBook;
  /** Nothing is written any more. */
  endJournal(): void;
  /** Once the log's thread has ended. */
  close(): void;
}

/**
 * Rows of requests. A line in the journal is all that a request waits for; it is in the database some
 * milliseconds later, and every reading begins with what is in the journal.
 */
export function createRequestTable(needs: Needs): RequestJournal {
  const { log, now } = needs;
  log.catchUp();
  const soon = createSoon(needs.takeOver);
  const journal = openJournalWriter({ folder: journalFolder(needs.file), onWritten: soon.ask });
  const table = createSpendTable(log.database);
  table.forget(now() - KEPT_MS);
  const readSpend = () => createSpendBook(table.list(now() - LOOK_BACK_MS));
  let spend = readSpend();
  const running = new Map<string, Running>();
  const begun = createBegun((request) => writeStart(request));

  function writeStart(request: Running): void {
    if (request.isWritten || !running.has(request.start.id)) return;
    request.isWritten = true;
    journal.append(encodeStart(request.start));
  }

  function flush(): void {
    begun.writeNow();
    journal.flush();
  }

  function upToDate(): OpenLog['reader'] {
    flush();
    if (!needs.isElsewhere()) log.catchUp();
    return log.reader;
  }

  return {
    start(row) {
      const request = { start: row, isWritten: false };
      running.set(row.id, request);
      if (row.reserved === 0) begun.add(request);
      else writeStart(request);
    },
    reserve(id, amount, keyAmounts) {
      const request = running.get(id);
      if (!request) return;
      writeStart(request);
      journal.append(encodeReserve({ id, amount, keyAmounts }));
    },
    attempt: (id, keyId, at) => journal.append(encodeAttempt({ id, keyId, at })),
    finish(id, end) {
      const request = running.get(id);
      // A row is completed once.
      if (!request) return null;
      running.delete(id);
      const { start, isWritten } = request;
      spend.book({ start, costNanoUsd: end.booked, keyAmounts: end.keyAmounts });
      return journal.commit(isWritten ? encodeEnd(id, end) : encodeWhole(start, end), running.size === 0);
    },
    flush,
    markInterrupted() {
      upToDate();
      const count = log.markInterrupted();
      if (count > 0) spend = readSpend();
      return count;
    },
    list: (request) => upToDate().list(request),
    get: (id) => upToDate().get(id),
    summary: (id) => upToDate().summary(id),
    totals: (from) => upToDate().totals(from),
    spend: {
      spent: (...of) => spend.spent(...of),
      recentStarts: (scope, id, since, limit) => upToDate().recentStarts(scope, id, since, limit),
    },
    endJournal() {
      begun.writeNow();
      journal.close();
      soon.cancel();
    },
    close() {
      log.catchUp();
      log.close();
    },
  };
}

interface Running {
  readonly start: RequestStart;
  /** Its start has a line of its own. */
  isWritten: boolean;
}

/** Requests whose start is not in the journal yet. */
function createBegun(write: (request: Running) => void) {
  let waiting: Running[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  function writeNow(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const due = waiting;
    waiting = [];
    for (const request of due) write(request);
  }
  return {
    add(request: Running): void {
      waiting.push(request);
      timer ??= setTimeout(writeNow, START_WITHIN_MS);
    },
    writeNow,
  };
}

/** Once for everything that is asked for within some milliseconds. */
function createSoon(task: () => void): { ask(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = null;
        task();
      }, TAKE_OVER_MS);
    },
    cancel() {
      if (timer) clearTimeout(timer);
    },
  };
}
