import { setTimeout as sleep } from 'node:timers/promises';
import { startConfiguredApp } from '../configured-app.ts';
import { type Memory, memoryOf } from '../memory.ts';
import { alignColumns, mb } from '../table.ts';
import type { Alone } from './alone.ts';

const CONCURRENCY = 32;
const WARM_UP = 500;
const SETTLE_MS = 3000;
/** Garbage comes and goes: the least of a few seconds is what the app really holds. */
const LOOKS = 10;
const LOOK_EVERY_MS = 300;

export interface MemoryRow {
  readonly requests: number;
  readonly restMs: number;
  readonly before: Memory | null;
  readonly runs: readonly { readonly after: Memory | null; readonly rested: Memory | null }[];
  /** From the first run to the last, for each run between them: one alone says more of the collector than of a leak. */
  readonly growth: { readonly afterMb: number; readonly restedMb: number } | null;
}

export async function measureMemory({ load, providerPort, sizes, say }: Alone): Promise<MemoryRow> {
  const { app, target } = await startConfiguredApp(providerPort);
  try {
    const run = (requests: number) =>
      load.run('throughput', { target, concurrency: CONCURRENCY, limit: { requests } });
    await run(WARM_UP);
    await sleep(SETTLE_MS);
    const before = await leastMemory(app.pid);
    const runs: MemoryRow['runs'][number][] = [];
    for (let number = 1; number <= sizes.memory.runs; number++) {
      say(
        `memory: ${sizes.memory.requests} requests (${number} of ${sizes.memory.runs}), then ${sizes.memory.restMs / 1000} s of rest`,
      );
      await run(sizes.memory.requests);
      const after = await leastMemory(app.pid);
      await sleep(sizes.memory.restMs);
      runs.push({ after, rested: await leastMemory(app.pid) });
    }
    return { ...sizes.memory, before, runs, growth: growthOf(runs) };
  } finally {
    await app.close();
  }
}

async function leastMemory(pid: number): Promise<Memory | null> {
  let least = memoryOf(pid);
  for (let look = 1; least && look < LOOKS; look++) {
    await sleep(LOOK_EVERY_MS);
    const seen = memoryOf(pid);
    if (seen && seen.rssMb < least.rssMb) least = seen;
  }
  return least;
}

function growthOf(runs: MemoryRow['runs']): MemoryRow['growth'] {
  const [first, last] = [runs[0], runs.at(-1)];
  if (runs.length < 2 || !first?.after || !first.rested || !last?.after || !last.rested) return null;
  const more = runs.length - 1;
  return {
    afterMb: (last.after.rssMb - first.after.rssMb) / more,
    restedMb: (last.rested.rssMb - first.rested.rssMb) / more,
  };
}

export function describeMemory({ requests, restMs, before, runs, growth }: MemoryRow): readonly string[] {
  const line = (what: string, memory: Memory | null) => [
    what,
    memory ? mb(memory.rssMb) : '–',
    memory?.pssMb ? mb(memory.pssMb) : '–',
    memory ? String(memory.processes) : '–',
  ];
  const rested = `${restMs / 1000} s later`;
  return [
    ...alignColumns([
      ['all processes of the app', 'resident', 'shared pages once', 'processes'],
      line('before', before),
      ...runs.flatMap((run, index) => [
        line(`after ${requests * (index + 1)} requests`, run.after),
        line(rested, run.rested),
      ]),
    ]),
    growth
      ? `growth per further ${requests}: ${mb(growth.afterMb)} at once, ${mb(growth.restedMb)} ${rested}`
      : 'memory can be read on Linux only',
  ];
}
