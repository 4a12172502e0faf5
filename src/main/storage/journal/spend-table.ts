import type { Database } from 'better-sqlite3';
import { quarterOf } from '../../../shared/time/calendar';
import type { RequestStart, SpendScope } from '../../gateway/ports';

/** One sum of the books: of what began in one quarter of an hour. */
export interface SpendEntry {
  readonly scope: SpendScope;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly costNanoUsd: number;
}

export interface SpendTable {
  /** Adds to each; inside the caller's transaction. */
  add(bookings: readonly Booking[]): void;
  /** Sums of the quarters that began at `since` or later, oldest first. */
  list(since: number): readonly SpendEntry[];
  /** No window reaches back so far any more. */
  forget(before: number): void;
}

/** What one request is booked at. */
export interface Booking {
  readonly start: Pick<RequestStart, 'startedAt' | 'tokenId' | 'workspaceId'>;
  readonly keyId: string | null;
  readonly costNanoUsd: number;
}

/** Every sum one booking counts in: of its token, its workspace and the key that served. */
export function eachSum(
  { start: { startedAt, tokenId, workspaceId }, keyId }: Omit<Booking, 'costNanoUsd'>,
  visit: (scope: SpendScope, id: string, start: number) => void,
): void {
  const quarter = quarterOf(startedAt);
  visit('workspace', workspaceId, quarter);
  if (tokenId !== null) visit('token', tokenId, quarter);
  if (keyId !== null) visit('key', keyId, quarter);
}

export function createSpendTable(database: Database): SpendTable {
  const upsert = database.prepare<[string, string, number, number]>(`
    INSERT INTO spend_quarters (scope, id, start, cost_nano_usd) VALUES (?, ?, ?, ?)
    ON CONFLICT (scope, id, start) DO UPDATE SET cost_nano_usd = cost_nano_usd + excluded.cost_nano_usd
  `);
  const select = database.prepare<[number], SpendEntry>(`
    SELECT scope, id, start, cost_nano_usd AS costNanoUsd FROM spend_quarters WHERE start >= ? ORDER BY start
  `);
  const remove = database.prepare<[number]>('DELETE FROM spend_quarters WHERE start < ?');
  return {
    add(bookings) {
      const sums = new Map<string, { readonly at: [string, string, number]; cost: number }>();
      for (const booking of bookings) {
        if (booking.costNanoUsd === 0) continue;
        eachSum(booking, (...at) => {
          const name = at.join('\t');
          const sum = sums.get(name) ?? { at, cost: 0 };
          sum.cost += booking.costNanoUsd;
          sums.set(name, sum);
        });
      }
      for (const { at, cost } of sums.values()) upsert.run(...at, cost);
    },
    list: (since) => select.all(since),
    forget: (before) => void remove.run(before),
  };
}
