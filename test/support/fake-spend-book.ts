import type { SpendBook, SpendScope, ToldThresholds } from '../../src/main/gateway/ports';

/** The books as the log keeps them, in memory: they outlive a ledger as the file outlives the program. */
export function createFakeSpendBook() {
  const bookings: { scope: SpendScope; id: string; at: number; cost: number }[] = [];
  const starts: { scope: SpendScope; id: string; at: number }[] = [];
  const spent: SpendBook['spent'] = (scope, id, from, to) =>
    bookings
      .filter((entry) => entry.scope === scope && entry.id === id && entry.at >= from && entry.at < to)
      .reduce((sum, { cost }) => sum + cost, 0);
  return {
    spent,
    recentStarts: (scope: SpendScope, id: string, since: number, limit: number) =>
      starts
        .filter((entry) => entry.scope === scope && entry.id === id && entry.at >= since)
        .map(({ at }) => at)
        .slice(-limit),
    note: (scope: SpendScope, id: string, at: number) => void starts.push({ scope, id, at }),
    book: (scope: SpendScope, id: string, at: number, cost: number) =>
      void bookings.push({ scope, id, at, cost }),
  };
}

/** What was told, as long as this object lives. */
export function createFakeTold(): ToldThresholds {
  const told = new Map<string, number>();
  return { get: (name) => told.get(name) ?? null, set: (name, bits) => void told.set(name, bits) };
}
