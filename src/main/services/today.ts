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
  let totals: TodayTotals = storage.requests.totals(page.starts.day);
  const turnPage = () => {
    const next = calendar.pageOf(clock.now());
    if (next === page) return;
    totals = next.zone === page.zone ? NOTHING : storage.requests.totals(next.starts.day);
    page = next;
  };
  /** Those that were told of when they began; who is over quickly is told of once. */
  const counted = new Set<string>();
  parts.events.onRequest(({ start, end }) => {
    turnPage();
    const isNew = !counted.delete(start.id);
    if (end === null) counted.add(start.id);
    if (start.startedAt < page.starts.day) return;
    totals = {
      requests: totals.requests + (isNew ? 1 : 0),
      costNanoUsd: totals.costNanoUsd + (end?.cost ?? 0),
      savedNanoUsd: totals.savedNanoUsd + (end?.savedNanoUsd ?? 0),
      estimated: totals.estimated + Number(end?.costSource === 'estimated'),
      unknown: totals.unknown + Number(end?.costSource === 'unknown'),
    };
  });
  return () => {
    turnPage();
    return totals;
  };
}
