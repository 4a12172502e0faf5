import { rateRatio } from '../added.ts';
import { APP } from '../configured-app.ts';
import { BARE_ELECTRON, BARE_NODE, DIRECT, PEER } from '../contestants.ts';
import { median, type Rounded } from '../statistics.ts';
import { alignColumns, timesOver } from '../table.ts';
import type { SideBySide } from './side-by-side.ts';

const CONCURRENCY = 32;

export interface ThroughputRow {
  /** Requests per second, the median of the rounds. */
  readonly perSecond: Readonly<Record<string, number>>;
  /** The app's rate against the others'. */
  readonly ratios: Readonly<Record<string, Rounded>>;
}

export async function measureThroughput({ load, targets, sizes }: SideBySide): Promise<ThroughputRow> {
  const rates: Record<string, number[]> = {};
  for (const target of targets) {
    const limit = { ms: sizes.throughput.warmUpMs };
    await load.run('throughput', { target, concurrency: CONCURRENCY, limit });
  }
  for (let round = 0; round < sizes.throughput.rounds; round++) {
    for (const target of targets) {
      const limit = { ms: sizes.throughput.ms };
      const { perSecond } = await load.run('throughput', { target, concurrency: CONCURRENCY, limit });
      rates[target.name] = [...(rates[target.name] ?? []), perSecond];
    }
  }
  return summariseThroughput(rates);
}

function summariseThroughput(rates: Readonly<Record<string, readonly number[]>>): ThroughputRow {
  const own = rates[APP] ?? [];
  const others = [DIRECT, BARE_ELECTRON, BARE_NODE, PEER].flatMap((name) => {
    const other = rates[name];
    return other ? [[name, rateRatio(own, other)] as const] : [];
  });
  return {
    perSecond: Object.fromEntries(Object.entries(rates).map(([name, values]) => [name, median(values)])),
    ratios: Object.fromEntries(others),
  };
}

export function describeThroughput({ perSecond, ratios }: ThroughputRow): readonly string[] {
  const rows = Object.entries(perSecond).map(([name, rate]) => [name, rate.toFixed(0)]);
  return [
    ...alignColumns([['', `req/s at ${CONCURRENCY}`], ...rows]),
    ...Object.entries(ratios).map(([name, ratio]) => `req/s, ${APP} : ${name} = ${timesOver(ratio)}`),
  ];
}
