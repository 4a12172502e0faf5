import type { Overview, ProviderHours } from '../../shared/domain/overview';
import type { UsageLine } from '../../shared/domain/usage';
import { type Calendar, quarterOf } from '../../shared/time/calendar';
import type { Clock } from '../gateway/ports';
import type { Storage } from '../storage/types';
import type { EventHub, OverviewService } from './types';
import { readReport } from './usage';

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
const SHOWN_HOURS = 24;
/** However many ask, the log is read no more often. */
const FRESH_MS = 500;
/** A request is in the log a moment after it was told of. */
const SETTLE_MS = 1_000;

interface OverviewParts {
  readonly storage: Pick<Storage, 'log'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly calendar: Pick<Calendar, 'hourOf' | 'zone'>;
  readonly events: EventHub;
}

interface Reading {
  readonly at: number;
  /** Until it is over, and as long as nothing ends, the same is true. */
  readonly page: string;
  readonly answer: Promise<Overview>;
}

/** Today and the last 24 hours, from the roll-ups; read again only once something has ended. */
export function createOverviewService(parts: OverviewParts): OverviewService {
  const { clock, calendar } = parts;
  let endedAt = Number.NEGATIVE_INFINITY;
  let reading: Reading | null = null;
  // Lives as long as the hub does.
  parts.events.onRequest(({ end }) => {
    if (end !== null) endedAt = clock.monotonic();
  });

  function isFresh({ at, page }: Reading, wanted: string): boolean {
    if (page !== wanted) return false;
    return clock.monotonic() - at < FRESH_MS || at > endedAt + SETTLE_MS;
  }

  return {
    get() {
      const now = clock.now();
      const page = `${calendar.zone()} ${calendar.hourOf(now)}`;
      if (reading !== null && isFresh(reading, page)) return reading.answer;
      const mine: Reading = { at: clock.monotonic(), page, answer: readOverview(parts, now) };
      reading = mine;
      mine.answer.catch(() => {
        // What failed is asked again.
        if (reading === mine) reading = null;
      });
      return mine.answer;
    },
  };
}

async function readOverview({ storage, calendar }: OverviewParts, now: number): Promise<Overview> {
  const hours = listHours(calendar, now);
  const to = new Date(now + 1).toISOString();
  // Both are of the buckets that these moments are in.
  const [today, recent] = await Promise.all([
    storage.log.usage({ bucket: 'day', from: new Date(now).toISOString(), to }),
    storage.log.usage({ bucket: 'hour', group_by: 'provider', from: hours[0] ?? to, to }),
  ]);
  const day = readReport(today);
  const lastHours = readReport(recent);
  return { today: day.totals, hours, providers: toProviders(lastHours.data, hours) };
}

/** When the clock on the wall began each of the last hours; one of 25 hours a day has its own. */
function listHours(calendar: OverviewParts['calendar'], now: number): readonly string[] {
  const starts = new Set<number>();
  for (let time = quarterOf(now) - (SHOWN_HOURS - 1) * HOUR_MS; time <= now; time += QUARTER_MS) {
    starts.add(calendar.hourOf(time));
  }
  return [...starts].map((start) => new Date(start).toISOString());
}

function toProviders(lines: readonly UsageLine[], hours: readonly string[]): readonly ProviderHours[] {
  const places = new Map(hours.map((hour, index) => [Date.parse(hour), index]));
  const providers = new Map<string | null, ReturnType<typeof emptyHours>>();
  for (const line of lines) {
    const place = places.get(Date.parse(line.start));
    if (place === undefined) continue;
    const id = line.group?.id ?? null;
    const sums = providers.get(id) ?? emptyHours(hours.length);
    providers.set(id, sums);
    sums.requests[place] = line.requests;
    sums.tokens[place] = line.tokens.input + line.tokens.output;
    sums.cost_usd[place] = line.cost_usd;
  }
  return [...providers]
    .map(([id, sums]) => ({ id, ...sums }))
    .toSorted((left, right) => sum(right.requests) - sum(left.requests));
}

function emptyHours(count: number) {
  const zeros = () => new Array<number>(count).fill(0);
  return { requests: zeros(), tokens: zeros(), cost_usd: zeros() };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
