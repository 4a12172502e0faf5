import { addedRatio, addedSpread } from '../added.ts';
import { APP } from '../configured-app.ts';
import { BARE_ELECTRON, BARE_NODE, DIRECT, PEER } from '../contestants.ts';
import type { RoundsByTarget } from '../jobs.ts';
import { type Rounded, type Spread, spreadOf } from '../statistics.ts';
import { alignColumns, ms, timesOver } from '../table.ts';
import type { SideBySide } from './side-by-side.ts';

const PROMPT_BYTES = 1000;

export interface LatencyRow {
  readonly targets: readonly {
    readonly name: string;
    readonly whole: Spread;
    readonly added: Spread;
  }[];
  /** Added p50 of the app against that of the others; the peer's is missing where it was not measured. */
  readonly ratios: Readonly<Record<string, Rounded>>;
}

export async function measureLatency({ load, targets, sizes }: SideBySide): Promise<LatencyRow> {
  const times = await load.run('latency', { targets, promptBytes: PROMPT_BYTES, ...sizes.latency });
  return summariseLatency(times);
}

export function summariseLatency(times: RoundsByTarget): LatencyRow {
  const direct = times[DIRECT] ?? [];
  const app = times[APP] ?? [];
  const others = [BARE_ELECTRON, BARE_NODE, PEER].flatMap((name) => {
    const rounds = times[name];
    return rounds ? [[name, addedRatio(app, rounds, direct)] as const] : [];
  });
  return {
    targets: Object.entries(times).map(([name, rounds]) => ({
      name,
      whole: spreadOf(rounds.flat()),
      added: addedSpread(rounds, direct),
    })),
    ratios: Object.fromEntries(others),
  };
}

export function describeLatency({ targets, ratios }: LatencyRow): readonly string[] {
  const head = ['', 'p50 ms', 'p99 ms', 'added p50', 'added p99'];
  const rows = targets.map(({ name, whole, added }) => [
    name,
    ...[whole.p50, whole.p99, added.p50, added.p99].map(ms),
  ]);
  return [
    ...alignColumns([head, ...rows]),
    ...Object.entries(ratios).map(([name, ratio]) => `added p50, ${APP} : ${name} = ${timesOver(ratio)}`),
  ];
}
