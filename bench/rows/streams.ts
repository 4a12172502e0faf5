import { addedSpread } from '../added.ts';
import { DIRECT } from '../contestants.ts';
import type { StreamTimes } from '../jobs.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { alignColumns, ms } from '../table.ts';
import type { SideBySide } from './side-by-side.ts';

export interface StreamsRow {
  readonly everyMs: number;
  readonly targets: readonly {
    readonly name: string;
    /** As seen by the caller, without subtracting anything. */
    readonly firstToken: Spread;
    readonly addedFirstToken: Spread;
    readonly addedGap: Spread;
    readonly addedDelay: Spread;
  }[];
}

export async function measureStreams({ load, targets, sizes }: SideBySide): Promise<StreamsRow> {
  const times = await load.run('streams', { targets, ...sizes.streams });
  return { everyMs: sizes.streams.pace.everyMs, targets: summariseStreams(times) };
}

function summariseStreams(times: Readonly<Record<string, StreamTimes>>): StreamsRow['targets'] {
  const direct = times[DIRECT] ?? { firstToken: [], gap: [], delay: [] };
  return Object.entries(times).map(([name, own]) => ({
    name,
    firstToken: spreadOf(own.firstToken.flat()),
    addedFirstToken: addedSpread(own.firstToken, direct.firstToken),
    addedGap: addedSpread(own.gap, direct.gap),
    addedDelay: addedSpread(own.delay, direct.delay),
  }));
}

export function describeStreams({ everyMs, targets }: StreamsRow): readonly string[] {
  const head = [
    '',
    'first token ms',
    'added first token',
    'added gap p50',
    'added gap p99',
    'added delay p50',
    'added delay p99',
  ];
  const rows = targets.map(({ name, firstToken, addedFirstToken, addedGap, addedDelay }) => [
    name,
    ...[firstToken.p50, addedFirstToken.p50, addedGap.p50, addedGap.p99, addedDelay.p50, addedDelay.p99].map(
      ms,
    ),
  ]);
  return [
    ...alignColumns([head, ...rows]),
    `gap: between two tokens, sent every ${everyMs} ms; delay: from the provider's write of a token to its arrival; both in ms`,
  ];
}
