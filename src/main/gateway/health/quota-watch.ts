import type { QuotaAlert } from '../../../shared/domain/event';
import type { QuotaWindow } from '../../../shared/domain/health';
import { passedThresholds, THRESHOLDS, thresholdBit } from '../thresholds';
import type { QuotaEntry } from './quota-book';
import { modelOfPool } from './quota-table';

/** Shorter ones are full again before anybody could do anything about them. */
const WATCHED: readonly QuotaWindow['window'][] = ['hour', 'day', 'month'];

export interface QuotaWatch {
  /** The entries of a pool have changed; `null`: nothing is known of it any more. */
  look(pool: string, entries: readonly QuotaEntry[] | null): void;
  /** As they were when the program ended: whatever they had reached was told then. */
  remember(pool: string, entries: readonly QuotaEntry[]): void;
}

interface Told {
  bits: number;
  until: number;
}

/** Tells once per window when a provider's quota is half, nearly or wholly used. `pool` is `provider\naccount\nmodel`. */
export function createQuotaWatch(now: () => number, onAlert: (alert: QuotaAlert) => void): QuotaWatch {
  const told = new Map<string, Told>();

  function lookAt(pool: string, entry: QuotaEntry): void {
    const { limit, left, unit, window, resetsAt } = entry;
    if (!isWatched(entry) || limit === null) return;
    const name = nameOf(pool, entry);
    const passed = passedThresholds(limit - left, limit);
    const before = told.get(name);
    if (passed === 0 && before === undefined) return;
    const known = before ?? { bits: 0, until: resetsAt };
    if (now() >= known.until) {
      // Some quotas fill up little by little: what is still passed then is no news.
      known.bits &= passed;
      known.until = resetsAt;
    }
    const fresh = passed & ~known.bits;
    known.bits |= fresh;
    told.set(name, known);
    if (fresh === 0) return;
    const [provider = '', account = '', model = ''] = pool.split('\n');
    for (const threshold of THRESHOLDS) {
      if ((fresh & thresholdBit(threshold)) === 0) continue;
      onAlert({
        provider,
        account,
        model: modelOfPool(model),
        unit,
        window,
        threshold,
        limit,
        left: Math.max(0, Math.round(left)),
        resets_at: new Date(resetsAt).toISOString(),
      });
    }
  }

  return {
    look(pool, entries) {
      for (const entry of entries ?? []) lookAt(pool, entry);
    },
    remember(pool, entries) {
      for (const entry of entries) {
        if (!isWatched(entry) || entry.limit === null) continue;
        const bits = passedThresholds(entry.limit - entry.left, entry.limit);
        if (bits !== 0) told.set(nameOf(pool, entry), { bits, until: entry.resetsAt });
      }
    },
  };
}

/** A table that proved wrong leaves more than its limit. */
function isWatched({ limit, left, window }: QuotaEntry): boolean {
  return limit !== null && limit > 0 && left <= limit && WATCHED.includes(window);
}

function nameOf(pool: string, { unit, window }: QuotaEntry): string {
  return `${pool}\n${unit}\n${window}`;
}
