import type { Clock } from '../gateway/ports';
import type { Storage } from '../storage/types';
import type { EventHub } from './types';

export interface TodayTotals {
  readonly requests: number;
  readonly costNanoUsd: number;
}

/**
 * What has been asked and spent since local midnight, counted along: the log may hold a million rows of today,
 * and these numbers are asked for all the time. Read from the log once, at the start.
 */
export function countToday(parts: {
  readonly clock: Clock;
  readonly storage: Pick<Storage, 'requests'>;
  readonly events: EventHub;
}): () => TodayTotals {
  const midnight = () => new Date(parts.clock.now()).setHours(0, 0, 0, 0);
  let day = midnight();
  let totals: TodayTotals = parts.storage.requests.totals(day);
  const turnPage = () => {
    const today = midnight();
    if (today === day) return;
    day = today;
    totals = { requests: 0, costNanoUsd: 0 };
  };
  parts.events.subscribe((event) => {
    if (event.type !== 'request') return;
    turnPage();
    const { status, cost_usd: cost } = event.request;
    if (Date.parse(event.request.started_at) < day) return;
    totals =
      status === 'running'
        ? { ...totals, requests: totals.requests + 1 }
        : { ...totals, costNanoUsd: totals.costNanoUsd + Math.round((cost ?? 0) * 1e9) };
  });
  return () => {
    turnPage();
    return totals;
  };
}
