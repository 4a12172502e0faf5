import type { Database } from 'better-sqlite3';
import { quarterOf } from '../../../shared/time/calendar';
import type { RequestStart, SpendScope } from '../../gateway/ports';
import type { KeyAmount } from '../../gateway/types';

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
  readonly costNanoUsd: number;
  /** The parts of it that keys are booked. */
  readonly keyAmounts: readonly KeyAmount[];
}

/** Every sum one booking counts in: of its token, its workspace and the keys it was spent with. */
export function eachSum(
  { start: { startedAt, tokenId, workspaceId }, costNanoUsd, keyAmounts }: Booking,
  visit: (scope: SpendScope, id: string, start: number, costNanoUsd: number) => void,
): void {
  if (costNanoUsd === 0) return;
  const quarter = quarterOf(startedAt);
  visit('workspace', workspaceId, quarter, costNanoUsd);
  if (tokenId !== null) visit('token', tokenId, quarter, costNanoUsd);
  for (const { keyId, amount } of keyAmounts) if (amount > 0) visit('key', keyId, quarter, amount);
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
        eachSum(booking, (scope, id, start, costNanoUsd) => {
          const name = [scope, id, start].join('\t');
          const sum = sums.get(name) ?? { at: [scope, id, start], cost: 0 };
          sum.cost += costNanoUsd;
          sums.set(name, sum);
        });
      }
      for (const { at, cost } of sums.values()) upsert.run(...at, cost);
    },
    list: (since) => select.all(since),
    forget: (before) => void remove.run(before),
  };
}
