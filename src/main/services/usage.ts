import type { UsageNumbers, UsageReport } from '../../shared/domain/usage';
import type { UsageRequest } from '../../shared/ipc/usage';
import type { Clock, UsageBook } from '../gateway/ports';
import type { Storage } from '../storage/types';
import { refuse } from './refusals';
import type { UsageService } from './types';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const USUAL_SPAN_MS = { hour: DAY_MS, day: 30 * DAY_MS } as const;
/** More lines than anybody reads, and than are worth the time of making them. */
const LONGEST_SPAN_MS = { hour: 92 * DAY_MS, day: 20 * 366 * DAY_MS } as const;

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
  if (span > LONGEST_SPAN_MS[bucket] + DAY_MS) {
    throw refuse('from', `from is too far from to for one line per ${bucket}.`);
  }
  return { ...request, from, to };
}

/** The same numbers for a caller about itself. */
export function createUsageBook({ storage, clock }: UsageParts): UsageBook {
  return {
    async of(scope, id) {
      const now = clock.now();
      const read = async (bucket: 'hour' | 'day', from: string, to: string): Promise<UsageReport> =>
        JSON.parse(await storage.log.usage({ bucket, from, to, [scope]: id }));
      // The bucket that this moment is in, whatever the time zone.
      const moment = [toTime(now), toTime(now + 1)] as const;
      const hour = await read('hour', ...moment);
      const today = await read('day', ...moment);
      const month = await read('day', `${today.from.slice(0, 7)}-01`, today.to);
      return { now: since(hour), today: since(today), this_month: since(month) };
    },
  };
}

function since({ from, totals }: UsageReport): UsageNumbers & { readonly since: string } {
  return { since: from, ...totals };
}

function toTime(epoch: number): string {
  return new Date(epoch).toISOString();
}
