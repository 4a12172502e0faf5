import type { CalendarPage } from '../../../../shared/time/calendar';
import type { SpendBook, SpendScope, ToldThresholds } from '../../ports';
import { passedThresholds, THRESHOLDS, type Threshold, thresholdBit } from '../../thresholds';
import type { BudgetPolicy, KeyAmount, NanoUsd } from '../../types';
import type { BudgetView } from '../types';
import { createAccount, type SpendAccount, type WindowBook, type WindowBooks } from './spend-account';

/** Whose money it is. */
export interface SpendHolder {
  readonly scope: SpendScope;
  readonly id: string;
  readonly name: string;
  readonly budget: BudgetPolicy | null;
}

export interface BudgetFact {
  readonly holder: SpendHolder;
  readonly budget: BudgetPolicy;
  readonly spent: NanoUsd;
  readonly reserved: NanoUsd;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** One request in the books. It belongs to the windows in which it was opened, however long it runs. */
export interface Holding {
  /** What is set aside for token and workspace. */
  readonly amount: NanoUsd;
  /** What is set aside for keys. */
  readonly keyAmounts: readonly KeyAmount[];
  /**
   * Sets `amount` aside, in place of what was, never less; in all scopes and `keyAmount` for the key, or nowhere.
   * Gives the budget that has no room for it.
   */
  reserve(amount: NanoUsd, key: SpendHolder | null, keyAmount?: NanoUsd): BudgetFact | null;
  /** An attempt with the key has failed: no more than this is needed for it. */
  holdForKey(keyId: string, amount: NanoUsd): void;
  /** Books the cost, for keys `keyCosts`, gives the rest back. Once; further calls do nothing. */
  settle(cost: NanoUsd, keyCosts: readonly KeyAmount[]): void;
}

export interface Ledger {
  open(holders: readonly SpendHolder[]): Holding;
  view(scope: SpendScope, id: string, budget: BudgetPolicy): BudgetView;
  /** A request was turned away by this budget. */
  noteRefusal(fact: BudgetFact): void;
}

interface Deps {
  readonly page: () => CalendarPage;
  readonly spendBook: SpendBook;
  /** Told once per window and threshold. */
  readonly onThreshold: (threshold: Threshold, fact: BudgetFact) => void;
  readonly told: ToldThresholds;
}

/** From here on a request that no longer fits means the end of the budget, not that it alone was too large. */
const NEARLY_USED = 0.8;

/** What was spent and what is set aside, in memory. No step waits for anything, so that none can come between. */
export function createLedger({ page, spendBook, onThreshold, told }: Deps): Ledger {
  const accounts: Record<SpendScope, Map<string, SpendAccount>> = {
    token: new Map(),
    workspace: new Map(),
    key: new Map(),
  };
  const accountOf = (scope: SpendScope, id: string): SpendAccount => {
    let account = accounts[scope].get(id);
    if (!account) {
      account = createAccount(scope, id, spendBook);
      accounts[scope].set(id, account);
    }
    return account;
  };
  const bell: Bell = { told, tell: onThreshold };
  return {
    open: (holders) => {
      const opened = page();
      // In another time zone its windows are no longer kept.
      const pageOfRequest = () => (page().zone === opened.zone ? opened : page());
      const booksOf = ({ scope, id }: SpendHolder) => accountOf(scope, id).books(pageOfRequest());
      const keyBooks = (keyId: string) => accounts.key.get(keyId)?.books(pageOfRequest()) ?? null;
      return new LedgerHolding(holders, { booksOf, keyBooks, bell });
    },
    view(scope, id, budget) {
      const book = accountOf(scope, id).books(page())[budget.window];
      const remaining = Math.max(0, budget.limitNanoUsd - book.spent - book.reserved);
      return {
        window: budget.window,
        action: budget.action,
        limit: budget.limitNanoUsd,
        spent: book.spent,
        reserved: book.reserved,
        remaining,
        resetsAt: book.end,
      };
    },
    noteRefusal(fact) {
      const { holder, budget } = fact;
      const book = accountOf(holder.scope, holder.id).books(page())[budget.window];
      if (book.spent + book.reserved < budget.limitNanoUsd * NEARLY_USED) return;
      prepareThresholds(holder, budget, book, told);
      ring(passedThresholds(book.spent, budget.limitNanoUsd) | thresholdBit(100), fact, book, bell);
    },
  };
}

interface Share {
  readonly holder: SpendHolder;
  readonly books: WindowBooks;
  amount: NanoUsd;
}

interface HoldingTools {
  readonly booksOf: (holder: SpendHolder) => WindowBooks;
  /** `null`: nobody has asked for this key's spending yet. */
  readonly keyBooks: (keyId: string) => WindowBooks | null;
  readonly bell: Bell;
}

class LedgerHolding implements Holding {
  readonly #tools: HoldingTools;
  readonly #shares: Share[] = [];
  readonly #keys: Share[] = [];
  #amount = 0;
  #isSettled = false;

  constructor(holders: readonly SpendHolder[], tools: HoldingTools) {
    this.#tools = tools;
    for (const holder of holders) {
      this.#shares.push({ holder, books: tools.booksOf(holder), amount: 0 });
    }
  }

  get amount(): NanoUsd {
    return this.#amount;
  }

  get keyAmounts(): readonly KeyAmount[] {
    return this.#keys.flatMap(({ holder, amount }) => (amount > 0 ? [{ keyId: holder.id, amount }] : []));
  }

  reserve(amount: NanoUsd, key: SpendHolder | null, keyAmount = amount): BudgetFact | null {
    if (this.#isSettled) return null;
    const wanted = Math.max(amount, this.#amount);
    for (const share of this.#shares) {
      const refusal = findRefusal(share, wanted - share.amount);
      if (refusal) return refusal;
    }
    const keyShare = key && this.#keyShare(key);
    if (keyShare) {
      const refusal = findRefusal(keyShare, keyAmount - keyShare.amount);
      if (refusal) return refusal;
    }
    for (const share of this.#shares) {
      this.#prepare(share);
      raise(share, wanted);
    }
    this.#amount = wanted;
    if (keyShare) {
      if (!this.#keys.includes(keyShare)) this.#keys.push(keyShare);
      this.#prepare(keyShare);
      raise(keyShare, keyAmount);
    }
    return null;
  }

  holdForKey(keyId: string, amount: NanoUsd): void {
    if (this.#isSettled) return;
    for (const share of this.#keys) if (share.holder.id === keyId) raise(share, amount);
  }

  settle(cost: NanoUsd, keyCosts: readonly KeyAmount[]): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    for (const share of this.#shares) this.#book(share, cost);
    for (const share of this.#keys) {
      this.#book(share, keyCosts.find(({ keyId }) => keyId === share.holder.id)?.amount ?? 0);
    }
    for (const { keyId, amount } of keyCosts) {
      if (this.#keys.some(({ holder }) => holder.id === keyId)) continue;
      // Its limit was set while this request ran.
      const books = this.#tools.keyBooks(keyId);
      if (books) addSpent(books, amount);
    }
  }

  #keyShare(holder: SpendHolder): Share {
    const known = this.#keys.find((share) => share.holder.id === holder.id);
    return known ?? { holder, books: this.#tools.booksOf(holder), amount: 0 };
  }

  /** Before anything is spent: what a crash books has to be seen as new by the next run. */
  #prepare({ holder, books }: Share): void {
    const { budget } = holder;
    if (budget) prepareThresholds(holder, budget, books[budget.window], this.#tools.bell.told);
  }

  #book(share: Share, cost: NanoUsd): void {
    const { holder, books } = share;
    const { budget } = holder;
    raise(share, 0);
    this.#prepare(share);
    addSpent(books, cost);
    if (!budget) return;
    const book = books[budget.window];
    const passed = passedThresholds(book.spent, budget.limitNanoUsd);
    if ((passed & ~book.told) !== 0) ring(passed, toFact(holder, budget, book), book, this.#tools.bell);
  }
}

/** What costs nothing is never in the way of a budget, not even of one that is overdrawn. */
function findRefusal({ holder, books }: Share, more: NanoUsd): BudgetFact | null {
  const { budget } = holder;
  if (budget === null || budget.action !== 'block' || more <= 0) return null;
  const book = books[budget.window];
  if (book.spent + book.reserved + more <= budget.limitNanoUsd) return null;
  return toFact(holder, budget, book);
}

function toFact(holder: SpendHolder, budget: BudgetPolicy, book: WindowBook): BudgetFact {
  return { holder, budget, spent: book.spent, reserved: book.reserved, resetsAt: book.end };
}

/** To a higher or a lower amount. */
function raise(share: Share, amount: NanoUsd): void {
  const more = amount - share.amount;
  if (more === 0) return;
  const { day, week, month } = share.books;
  day.reserved += more;
  week.reserved += more;
  month.reserved += more;
  share.amount = amount;
}

function addSpent({ day, week, month }: WindowBooks, cost: NanoUsd): void {
  day.spent += cost;
  week.spent += cost;
  month.spent += cost;
}

interface Bell {
  readonly told: ToldThresholds;
  readonly tell: (threshold: Threshold, fact: BudgetFact) => void;
}

/** What an earlier run of the program told is not told again; nor is what was passed under another limit. */
function prepareThresholds(
  holder: SpendHolder,
  { limitNanoUsd }: BudgetPolicy,
  book: WindowBook,
  told: ToldThresholds,
): void {
  if (book.toldFor === limitNanoUsd) return;
  book.toldFor = limitNanoUsd;
  const name = nameOf(holder, book);
  const known = told.get(name);
  book.told = known ?? passedThresholds(book.spent, limitNanoUsd);
  if (known === null) told.set(name, book.told, book.end);
}

/** Tells of those that were not told yet. */
function ring(bits: number, fact: BudgetFact, book: WindowBook, { told, tell }: Bell): void {
  const fresh = bits & ~book.told;
  if (fresh === 0) return;
  book.told |= fresh;
  told.set(nameOf(fact.holder, book), book.told, book.end);
  for (const threshold of THRESHOLDS) if ((fresh & thresholdBit(threshold)) !== 0) tell(threshold, fact);
}

function nameOf({ scope, id }: SpendHolder, { window, start, toldFor }: WindowBook): string {
  return [scope, id, window, start, toldFor].join(' ');
}
