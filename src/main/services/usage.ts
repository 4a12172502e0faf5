import type { UsageNumbers, UsageReport } from '../../shared/domain/usage';
import type { UsageRequest } from '../../shared/ipc/usage';
import type { Clock, UsageBook } from '../gateway/ports';
import type { Storage } from '../storage/types';
import { refuse } from './refusals';
import type { UsageService } from './types';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const USUAL_SPAN_MS = { hour: DAY_MS, day: 30 * DAY_MS } as const;
/**
 * What is answered within a tenth of a second however busy each hour was: a fortnight by hour of 30 models is ten
 * thousand lines. Who wants more asks for one part after the other.
 */
const MOST_DAYS = { hour: 31, groupedHour: 14, day: 20 * 366 } as const;

interface UsageParts {
  readonly storage: Pick<Storage, 'log'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function createUsageService({ storage, clock }: UsageParts): UsageService {
  return { read: (request) => storage.log.usage(withSpan(request, clock.now())) };
}

function withSpan(request: UsageRequest, now: number): UsageRequest & { from: string; to: string } {
  const { bucket } = request;
  const to = request.to ?? toTime(now);
  const from = request.from ?? toTime(Date.parse(to) - USUAL_SPAN_MS[bucket]);
  const span = Date.parse(to) - Date.parse(from);
  // A day more: a date begins elsewhere at another time than in UTC.
  if (span <= 0) throw refuse('from', 'from must be before to.');
  const most = bucket === 'hour' && request.group_by ? 'groupedHour' : bucket;
  if (span > (MOST_DAYS[most] + 1) * DAY_MS) throw refuse('from', tooLong(most));
  return { ...request, from, to };
}

function tooLong(what: keyof typeof MOST_DAYS): string {
  if (what === 'day') return `One answer covers at most ${MOST_DAYS.day} days.`;
  const rest = 'Ask for one part after the other, or with bucket=day.';
  if (what === 'hour') return `By hour, one answer covers at most ${MOST_DAYS.hour} days. ${rest}`;
  return `By hour and grouped, one answer covers at most ${MOST_DAYS.groupedHour} days. ${rest}`;
}

/** The same numbers for a caller about itself. */
export function createUsageBook({ storage, clock }: UsageParts): UsageBook {
  return {
    async of(scope, id) {
      const now = clock.now();
      const read = async (bucket: 'hour' | 'day', from: string, to: string): Promise<UsageReport> =>
        readReport(await storage.log.usage({ bucket, from, to, [scope]: id }));
      // The bucket that this moment is in, whatever the time zone.
      const moment = [toTime(now), toTime(now + 1)] as const;
      const hour = await read('hour', ...moment);
      const today = await read('day', ...moment);
      const month = await read('day', `${today.from.slice(0, 7)}-01`, today.to);
      return { now: since(hour), today: since(today), this_month: since(month) };
    },
  };
}

/** What the log answers. */
export function readReport(json: Uint8Array): UsageReport {
  return JSON.parse(new TextDecoder().decode(json));
}

function since({ from, totals }: UsageReport): UsageNumbers & { readonly since: string } {
  return { since: from, ...totals };
}

function toTime(epoch: number): string {
  return new Date(epoch).toISOString();
}
