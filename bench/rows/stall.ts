import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningApp, startApp } from '../../test/support/app.ts';
import { startConfiguredApp } from '../configured-app.ts';
import { askOnce } from '../first-answer.ts';
import { withHome } from '../home.ts';
import type { Target } from '../jobs.ts';
import { seedLog } from '../seed-log.ts';
import {
  LONG_MS,
  readNotes,
  type Slice,
  summariseSlices,
  type ThreadStall,
  type Visit,
} from '../stall/read-notes.ts';
import { alignColumns, ms } from '../table.ts';
import type { Alone } from './alone.ts';

const STALL_DIR = path.join(import.meta.dirname, '../stall');
const IDLE = 'a process that idles';
const SAMPLE_ROWS = 50;
const SETTLE_MS = 6000;
const REQUEST_EVERY_MS = 20;
const READ_EVERY_MS = 500;
/** Text that is in no row: the search has to look at all of them. */
const RARE = 'nowhere-to-be-found';
/** From the roll-ups of days and of hours, grouped and filtered, over as many days as one answer covers. */
const USAGE_QUESTIONS = [
  { days: 29, ask: 'bucket=day' },
  { days: 13, ask: 'bucket=hour&group_by=model' },
  { days: 29, ask: 'group_by=model&provider=bench' },
] as const;
const DAY_MS = 24 * 3_600_000;

export interface StallRow {
  readonly rows: number;
  readonly startMs: number;
  /** While the window opens and loads, and from then on while it is leafed through. */
  readonly opening: readonly ThreadStall[];
  readonly steady: readonly ThreadStall[];
  readonly pages: number;
  readonly listRows: number;
  readonly reads: number;
  readonly requests: number;
}

export function measureStall(parts: Alone): Promise<StallRow> {
  return withHome(async (home) => {
    const { target, port, rows } = await fillLog(parts, home);
    const stallFile = path.join(home, 'stalls');
    const tourFile = path.join(home, 'tour');
    const preload = ['probe.cjs', 'tour.cjs'].map(
      (name) => `--require ${JSON.stringify(path.join(STALL_DIR, name))}`,
    );
    parts.say(`the window over ${rows} rows`);
    const began = Date.now();
    const app = await startApp({
      home,
      port,
      // Without --hidden: the window opens.
      args: [],
      env: { NODE_OPTIONS: preload.join(' '), BENCH_STALL_FILE: stallFile, BENCH_TOUR_FILE: tourFile },
    });
    const startMs = Date.now() - began;
    const idle = startIdleProcess(stallFile);
    const counts = await useFor(parts, app, target).finally(async () => {
      idle.close();
      await app.close();
    });
    const slices = readNotes<Slice>(stallFile);
    const visits = readNotes<Visit>(tourFile).filter(({ at }) => at >= counts.from && at <= counts.to);
    return {
      rows,
      startMs,
      opening: summariseSlices(slices, began, counts.from - 1),
      steady: summariseSlices(slices, counts.from, counts.to),
      pages: visits.length,
      listRows: Math.max(0, ...visits.map((visit) => visit.rows)),
      reads: counts.reads,
      requests: counts.requests,
    };
  });
}

/** Does nothing but keep time: a stall that it has as well is the machine's, not the app's. */
function startIdleProcess(stallFile: string): { close(): void } {
  const child = fork(path.join(STALL_DIR, 'idle.mjs'), {
    execArgv: ['--require', path.join(STALL_DIR, 'probe.cjs')],
    env: { ...process.env, BENCH_STALL_FILE: stallFile, BENCH_STALL_NAME: IDLE },
  });
  return { close: () => void child.kill() };
}

/** Real rows first, of which the rest are copies. */
async function fillLog({ providerPort, sizes, say }: Alone, home: string) {
  const { app, target } = await startConfiguredApp(providerPort, { home });
  for (let row = 0; row < SAMPLE_ROWS; row++) await askOnce(target);
  // Whoever reads the log sees all of it: what waits in the journal is taken over first.
  await app.control.call('GET', '/requests?limit=1');
  await app.close();
  say(`filling the log with ${sizes.stall.rows} rows`);
  return { target, port: app.port, rows: seedLog(app.dataDir, sizes.stall.rows) };
}

/** One question after the other. */
function usagePath(reads: number, now: number): string {
  const { days, ask } = USAGE_QUESTIONS[reads % USAGE_QUESTIONS.length] ?? USAGE_QUESTIONS[0];
  return `/usage?from=${new Date(now - days * DAY_MS).toISOString()}&${ask}`;
}

/** The window is leafed through by tour.cjs all the while; beside it tools ask, and a script reads the log. */
async function useFor({ load, sizes }: Alone, { control }: RunningApp, target: Target) {
  await sleep(SETTLE_MS);
  const from = Date.now();
  const steady = load.run('steady', { target, everyMs: REQUEST_EVERY_MS, ms: sizes.stall.ms });
  let reads = 0;
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const search = reads % 8 === 7 ? `&q=${RARE}` : '';
      await control.call('GET', '/status');
      await control.call('GET', `/requests?limit=100${search}`);
      await control.call('GET', usagePath(reads, from));
      reads += 1;
      await sleep(READ_EVERY_MS);
    }
  })();
  const { times } = await steady.finally(() => {
    isOver = true;
  });
  await reading;
  return { from, to: Date.now(), reads, requests: times.length };
}

export function describeStall(row: StallRow): readonly string[] {
  const line = ({ thread, longestMs, p99Ms, seconds, longSeconds }: ThreadStall) => {
    const opening = row.opening.find((entry) => entry.thread === thread)?.longestMs ?? Number.NaN;
    return [thread, ms(longestMs), ms(p99Ms), `${longSeconds} of ${seconds}`, ms(opening)];
  };
  return [
    ...alignColumns([
      ['longest stall, ms', 'in use', 'p99 of its beats', `seconds with one over ${LONG_MS} ms`, 'at start'],
      ...row.steady.map(line),
    ]),
    `in use: ${row.rows} rows, ${row.pages} pages of the window visited (${row.listRows} list rows), ${row.reads} reads of the log by a script, ${row.requests} requests`,
    `at start: starting took ${row.startMs} ms, then the window opens. Resolution 1 ms, which every figure contains.`,
  ];
}
