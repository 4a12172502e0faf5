import { APP } from '../configured-app.ts';
import { BARE_ELECTRON } from '../contestants.ts';
import { alignColumns, ms, times } from '../table.ts';
import { type LatencyRow, summariseLatency } from './latency.ts';
import type { SideBySide } from './side-by-side.ts';

const BYTES = [1000, 100_000, 1_000_000] as const;

export interface PromptsRow {
  readonly sizes: readonly { readonly bytes: number; readonly latency: LatencyRow }[];
}

export async function measurePrompts({ load, targets, sizes }: SideBySide): Promise<PromptsRow> {
  const measured: PromptsRow['sizes'][number][] = [];
  for (const promptBytes of BYTES) {
    await load.run('latency', { targets, promptBytes, rounds: 1, turns: 1, block: 5 });
    const rounds = await load.run('latency', { targets, promptBytes, turns: 2, ...sizes.prompts });
    measured.push({ bytes: promptBytes, latency: summariseLatency(rounds) });
  }
  return { sizes: measured };
}

export function describePrompts({ sizes }: PromptsRow): readonly string[] {
  const names = sizes[0]?.latency.targets.map(({ name }) => name) ?? [];
  const head = ['added p50 / p99 ms', ...sizes.map(({ bytes }) => `${bytes / 1000} kB`)];
  const rows = names.map((name) => [
    name,
    ...sizes.map(({ latency }) => {
      const added = latency.targets.find((target) => target.name === name)?.added;
      return added ? `${ms(added.p50)} / ${ms(added.p99)}` : '–';
    }),
  ]);
  const ratios = [
    `added p50, ${APP} : ${BARE_ELECTRON}`,
    ...sizes.map(({ latency }) => times(latency.ratios[BARE_ELECTRON]?.median ?? Number.NaN)),
  ];
  return alignColumns([head, ...rows, ratios]);
}
