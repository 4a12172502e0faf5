import { z } from 'zod';
import type { AdaptiveRate } from './adaptive-rate';
import type { BusyWatch } from './busy-watch';
import { MARK_KINDS, type Mark, type MarkBooks } from './marks';
import type { QuotaBook, QuotaEntry } from './quota-book';
import type { RefusedParams } from './refused-params';
import type { HealthStore } from './types';

const unit = z.enum(['requests', 'tokens', 'neurons', 'usd']);
const window = z.enum(['second', 'minute', 'hour', 'day', 'month']);

const mark = z.object({
  failures: z.int().positive(),
  until: z.number(),
  probeAt: z.number().nullable().default(null),
  countedAt: z.number(),
  code: z.string(),
  waitFrom: z.enum(['retry_after', 'error_body', 'header', 'ladder']).default('ladder'),
  quota: z.object({ unit, window, limit: z.number().nullable() }).optional(),
  needsOwner: z.boolean(),
});

const quota = z.array(
  z.object({
    unit,
    window,
    limit: z.number().nullable(),
    left: z.number(),
    answered: z.number().default(0),
    resetsAt: z.number(),
    isResetGuessed: z.boolean().optional(),
    learnedAt: z.number(),
    source: z.enum(['header', 'free_tier_table']),
  }),
);

const rate = z.object({ rate: z.number().positive(), loweredAt: z.number(), raisedAt: z.number() });

/** Whatever waited until longer ago says nothing any more; names of models are endless, and so would the store be. */
const STALE_MS = 7 * 86_400_000;

/** What is filled from the store. */
interface Restored {
  readonly books: MarkBooks;
  readonly quotas: Pick<QuotaBook, 'restore'>;
  readonly refused: Pick<RefusedParams, 'restore'>;
  readonly rates: Pick<AdaptiveRate, 'restore'>;
  readonly busy: Pick<BusyWatch, 'restore'>;
}

/** Reads what was kept over a restart. What cannot be read is left out: it is only what was learned, and is learned again. */
export function restoreHealth(
  store: HealthStore,
  now: number,
  { books, quotas, refused, rates, busy }: Restored,
): void {
  for (const { kind, id, state } of store.list()) {
    const value = parseState(state);
    const markKind = MARK_KINDS.find((name) => name === kind);
    if (markKind) {
      const read = mark.safeParse(value);
      if (!read.success) continue;
      if (read.data.until < now - STALE_MS) store.delete(kind, id);
      else books[markKind].set(id, read.data as Mark);
    } else if (kind === 'quota') {
      const read = quota.safeParse(value);
      if (!read.success) continue;
      if (read.data.every(({ resetsAt }) => resetsAt < now)) store.delete(kind, id);
      else quotas.restore(id, read.data satisfies QuotaEntry[]);
    } else if (kind === 'rate') {
      const read = rate.safeParse(value);
      if (read.success) rates.restore(id, read.data);
    } else if (kind === 'parallel') {
      if (value === true) busy.restore(id);
    } else if (kind === 'refused') {
      const read = z.array(z.string()).safeParse(value);
      if (read.success) refused.restore(id, read.data);
    }
  }
}

function parseState(state: string): unknown {
  try {
    return JSON.parse(state);
  } catch {
    return null;
  }
}
