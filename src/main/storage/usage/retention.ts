import type { Database } from 'better-sqlite3';

const SMALLEST_BATCH = 20;
const LARGEST_BATCH = 2000;
/** What one batch should take: readers and the taking over of new rows wait that long. */
const AIM_MS = 2;

/** Forgets old requests a few at a time; what was counted of them stays. */
export interface Retention {
  /** One batch of those that started before `cutoff` (epoch milliseconds). True: there may be more. */
  sweep(cutoff: number): boolean;
}

export function createRetention(parts: {
  readonly database: Database;
  /** Milliseconds, for durations. */
  readonly monotonic: () => number;
}): Retention {
  const remove = parts.database.prepare<[number, number]>(`
    DELETE FROM requests WHERE seq IN (
      SELECT seq FROM requests WHERE started_at < ? AND status <> 'running' ORDER BY started_at LIMIT ?
    )
  `);
  let batch = SMALLEST_BATCH;
  return {
    sweep(cutoff) {
      const asked = batch;
      const begun = parts.monotonic();
      const removed = remove.run(cutoff, asked).changes;
      const took = parts.monotonic() - begun;
      if (took > AIM_MS) batch = Math.max(SMALLEST_BATCH, Math.floor(batch / 2));
      else if (removed === asked && took < AIM_MS / 2) batch = Math.min(LARGEST_BATCH, batch * 2);
      return removed === asked;
    },
  };
}
