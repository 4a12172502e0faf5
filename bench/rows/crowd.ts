import type { CrowdTimes } from '../jobs.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { alignColumns, ms } from '../table.ts';
import type { SideBySide } from './side-by-side.ts';

export interface CrowdRow {
  readonly streams: number;
  readonly targets: readonly {
    readonly name: string;
    readonly framesSent: number;
    readonly framesLost: number;
    readonly streamsWhole: number;
    readonly firstToken: Spread;
    readonly delay: Spread;
  }[];
}

export async function measureCrowd({ load, targets, sizes }: SideBySide): Promise<CrowdRow> {
  const { streams, pace } = sizes.crowd;
  const measured: CrowdRow['targets'][number][] = [];
  for (const target of targets) {
    // The first run opens the connections; it is not counted.
    await load.run('crowd', { target, streams, pace: { ...pace, tokens: 2 } });
    measured.push({ name: target.name, ...summarise(await load.run('crowd', { target, streams, pace })) });
  }
  return { streams, targets: measured };
}

function summarise({ framesSent, framesReceived, streamsWhole, firstToken, delay }: CrowdTimes) {
  return {
    framesSent,
    framesLost: framesSent - framesReceived,
    streamsWhole,
    firstToken: spreadOf(firstToken),
    delay: spreadOf(delay),
  };
}

export function describeCrowd({ streams, targets }: CrowdRow): readonly string[] {
  const head = [
    `${streams} at once`,
    'whole streams',
    'frames',
    'lost',
    'first token p50 ms',
    'p99',
    'delay p50 ms',
    'p99',
  ];
  const rows = targets.map((target) => [
    target.name,
    ...[target.streamsWhole, target.framesSent, target.framesLost].map(String),
    ...[target.firstToken.p50, target.firstToken.p99, target.delay.p50, target.delay.p99].map(ms),
  ]);
  return alignColumns([head, ...rows]);
}
