import type { BudgetWindow } from '../../../../shared/domain/limits';
import type { CalendarPage } from '../../../../shared/time/calendar';
import type { SpendBook, SpendScope } from '../../ports';
import type { NanoUsd } from '../../types';

/** One window of one scope. Times in epoch milliseconds; only a change of the time zone moves them. */
export interface WindowBook {
  readonly window: BudgetWindow;
  start: number;
  end: number;
  spent: NanoUsd;
  reserved: NanoUsd;
  /** Bits of the thresholds that were told, for this limit. */
  told: number;
  toldFor: NanoUsd | null;
}

export type WindowBooks = Readonly<Record<BudgetWindow, WindowBook>>;

/** The books of one token, workspace or key. */
export interface SpendAccount {
  /** Of the windows on this page; the same objects whenever a window is asked for again. */
  books(page: CalendarPage): WindowBooks;
}

/** Over this, windows that are over and owe nothing are dropped. */
const MOST_BOOKS = 12;

/** What was spent before is asked for when a window is first looked at; from then on it is counted along. */
export function createAccount(scope: SpendScope, id: string, spendBook: SpendBook): SpendAccount {
  let known: WindowBook[] = [];
  let last: CalendarPage | null = null;
  let current: WindowBooks | null = null;

  function bookOf(window: BudgetWindow, { starts, ends }: CalendarPage): WindowBook {
    const [start, end] = [starts[window], ends[window]];
    const found = known.find((book) => book.window === window && book.start === start);
    if (found) return found;
    const spent = spendBook.spent(scope, id, start, end);
    const book = { window, start, end, spent, reserved: 0, told: 0, toldFor: null };
    if (known.length >= MOST_BOOKS)
      known = known.filter((other) => other.end > starts.day || other.reserved > 0);
    known.push(book);
    return book;
  }

  /** Requests that run hold on to their books, so these move along instead of being replaced. */
  function moveZone(books: WindowBooks, { starts, ends }: CalendarPage): void {
    for (const book of Object.values(books)) {
      const [start, end] = [starts[book.window], ends[book.window]];
      if (book.end <= start || book.start >= end) continue;
      book.start = start;
      book.end = end;
      book.spent = spendBook.spent(scope, id, start, end);
      book.toldFor = null;
    }
  }

  return {
    books(page) {
      if (current !== null && page === last) return current;
      if (current !== null && last !== null && page.zone !== last.zone) moveZone(current, page);
      current = { day: bookOf('day', page), week: bookOf('week', page), month: bookOf('month', page) };
      last = page;
      return current;
    },
  };
}
