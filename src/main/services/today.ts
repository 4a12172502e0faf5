import type { Calendar } from '../../shared/time/calendar';
import type { Clock } from '../gateway/ports';
import type { Storage } from '../storage/types';
import type { EventHub } from './types';

export interface TodayTotals {
  readonly requests: number;
  readonly costNanoUsd: number;
  readonly savedNanoUsd: number;
  readonly estimated: number;
  readonly unknown: number;
}

const NOTHING: TodayTotals = { requests: 0, costNanoUsd: 0, savedNanoUsd: 0, estimated: 0, unknown: 0 };

/**
 * What has been asked and spent since midnight in the user's time zone, counted along: the log may hold a million
 * rows of today, and these numbers are asked for all the time. Read from it at the start, and when the zone changes.
 */
export function countToday(parts: {
  readonly clock: Clock;
  readonly storage: Pick<Storage, 'requests'>;
  readonly events: EventHub;
  readonly calendar: Pick<Calendar, 'pageOf'>;
}): () => TodayTotals {
  const { clock, calendar, storage } = parts;
  let page = calendar.pageOf(clock.now());
  // Texts of this one form sort as the times they say.
  let dayStart = new Date(page.starts.day).toISOString();
  let totals: TodayTotals = storage.requests.totals(page.starts.day);
  const turnPage = () => {
    const next = calendar.pageOf(clock.now());
    if (next === page) return;
    totals = next.zone === page.zone ? NOTHING : storage.requests.totals(next.starts.day);
    page = next;
    dayStart = new Date(page.starts.day).toISOString();
  };
  /** Those that were told of when they began; who is over quickly is told of once. */
  const counted = new Set<string>();
  parts.events.subscribe((event) => {
    if (event.type !== 'request') return;
    turnPage();
    const { id, status, cost_usd: cost, cost_source: source, saved_usd: saved } = event.request;
    const isNew = !counted.delete(id);
    if (status === 'running') counted.add(id);
    if (event.request.started_at < dayStart) return;
    totals = {
      requests: totals.requests + (isNew ? 1 : 0),
      costNanoUsd: totals.costNanoUsd + Math.round((cost ?? 0) * 1e9),
      savedNanoUsd: totals.savedNanoUsd + Math.round((saved ?? 0) * 1e9),
      estimated: totals.estimated + Number(source === 'estimated'),
      unknown: totals.unknown + Number(source === 'unknown'),
    };
  });
  return () => {
    turnPage();
    return totals;
  };
}
