import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { APP, configure } from '../configured-app.ts';
import { DIRECT } from '../contestants.ts';
import { withHome } from '../home.ts';
import type { Target } from '../jobs.ts';
import { type Memory, memoryOf } from '../memory.ts';
import { median, overRounds, percentileOf, type Rounded } from '../statistics.ts';
import { alignColumns, mb, ms, timesOver } from '../table.ts';
import { cpuShareOf } from '../window/cpu.ts';
import { type FrameNotes, type FrameTimes, summariseFrames, watchFrames } from '../window/frames.ts';
import { type HiddenApp, launchHidden } from '../window/launch.ts';
import type { Alone } from './alone.ts';

/** The log, where rows arrive, and the overview, whose chart moves. */
const PAGES = ['requests', 'overview'] as const;
type PageName = (typeof PAGES)[number];
const STATES = ['closed', ...PAGES] as const;
type State = (typeof STATES)[number];
const SETTLE_MS = 1500;
const WARM_UP_REQUESTS = 1500;

export interface WindowRow {
  readonly perSecond: number;
  /** From the tray until the window can be read; one of each start. */
  readonly openMs: readonly number[];
  /** Share of one core, with nothing to do. */
  readonly idleCpu: { readonly closed: number | null; readonly open: number | null };
  readonly memory: {
    readonly neverOpened: Memory | null;
    readonly open: Memory | null;
    readonly used: Memory | null;
  };
  readonly frames: Readonly<Record<PageName, FrameTimes>>;
  /** Added p50 of the gateway, window closed, and with each page open. */
  readonly addedMs: Readonly<Record<State, number>>;
  /** With each page open against closed, taken in every round. */
  readonly ratios: Readonly<Record<PageName, Rounded>>;
}

export async function measureWindow(parts: Alone): Promise<WindowRow> {
  const openMs: number[] = [];
  for (let start = 1; start < parts.sizes.window.starts; start++) {
    openMs.push(await withHome((home) => withApp(home, async (app) => (await app.open()).ms)));
  }
  return withHome((home) => withApp(home, (app) => measureIn(parts, app, openMs)));
}

async function withApp<T>(home: string, work: (app: HiddenApp) => Promise<T>): Promise<T> {
  const app = await launchHidden(home);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

async function measureIn(parts: Alone, app: HiddenApp, before: readonly number[]): Promise<WindowRow> {
  const { load, providerPort, sizes, say } = parts;
  const target = await configure(app, providerPort);
  await load.run('throughput', { target, concurrency: 8, limit: { requests: WARM_UP_REQUESTS } });
  await sleep(sizes.window.restMs);
  say('the window closed and idle');
  const neverOpened = memoryOf(app.pid);
  const closed = await cpuShareOf(app.pid, sizes.window.idleMs);
  const { page, ms: opened } = await app.open();
  await sleep(sizes.window.restMs);
  say('the window open and idle');
  const open = await cpuShareOf(app.pid, sizes.window.idleMs);
  const openMemory = memoryOf(app.pid);
  const loaded = await measureLoad(parts, { app, page, target });
  return {
    perSecond: sizes.window.perSecond,
    openMs: [...before, opened],
    idleCpu: { closed, open },
    memory: { neverOpened, open: openMemory, used: memoryOf(app.pid) },
    ...loaded,
  };
}

interface Loaded {
  readonly app: HiddenApp;
  readonly page: Page;
  readonly target: Target;
}

/** In every round the same load against the provider itself, the closed window and each page. */
async function measureLoad({ load, providerPort, sizes, say }: Alone, { app, page, target }: Loaded) {
  const { rounds, perSecond, ms: lasting } = sizes.window;
  const direct: Target = { ...target, name: DIRECT, origin: `http://127.0.0.1:${providerPort}` };
  const p50 = async (at: Target) =>
    percentileOf((await load.run('arrivals', { target: at, perSecond, ms: lasting })).times, 0.5);
  const added: Readonly<Record<State, number[]>> = { closed: [], requests: [], overview: [] };
  const frames: Readonly<Record<PageName, FrameNotes[]>> = { requests: [], overview: [] };
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}, ${perSecond} requests a second`);
    const base = await p50(direct);
    for (const state of statesOf(round)) {
      await enter(state, app, page);
      const measure = async () => void added[state].push((await p50(target)) - base);
      if (state === 'closed') await measure();
      else frames[state].push(await watchFrames(page, measure));
    }
  }
  return {
    frames: { requests: summariseFrames(frames.requests), overview: summariseFrames(frames.overview) },
    addedMs: {
      closed: median(added.closed),
      requests: median(added.requests),
      overview: median(added.overview),
    },
    ratios: {
      requests: overRounds(ratios(added.requests, added.closed)),
      overview: overRounds(ratios(added.overview, added.closed)),
    },
  };
}

/** Each round begins with another, so that none is always measured on a warmer program. */
function statesOf(round: number): readonly State[] {
  const first = round % STATES.length;
  return [...STATES.slice(first), ...STATES.slice(0, first)];
}

async function enter(state: State, app: HiddenApp, page: Page): Promise<void> {
  if (state === 'closed') await app.hide();
  else {
    await app.show();
    await page.evaluate(`location.hash = '${state}'`);
  }
  await sleep(SETTLE_MS);
}

function ratios(values: readonly number[], against: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (against[round] ?? Number.NaN));
}

export function describeWindow(row: WindowRow): readonly string[] {
  const { frames, addedMs, memory, idleCpu, openMs, perSecond, ratios: against } = row;
  const percent = (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
  const frameLine = (name: PageName) => {
    const { gap, work, lateShare } = frames[name];
    return [name, ...[work.p50, work.p95, work.p99, gap.p95, gap.p99].map(ms), percent(lateShare)];
  };
  const memoryLine = (what: string, seen: Memory | null) => [
    what,
    seen ? mb(seen.rssMb) : '–',
    seen?.pssMb ? mb(seen.pssMb) : '–',
    seen ? String(seen.processes) : '–',
  ];
  return [
    `opens in ${openMs.map((value) => value.toFixed(0)).join(', ')} ms from the tray`,
    `idle CPU: ${percent(idleCpu.closed)} closed, ${percent(idleCpu.open)} open, of one core`,
    ...alignColumns([
      [`frames at ${perSecond}/s, ms`, 'work p50', 'p95', 'p99', 'gap p95', 'p99', 'late'],
      ...PAGES.map(frameLine),
    ]),
    ...alignColumns([
      [`added p50 at ${perSecond}/s, ms`, ''],
      ...Object.entries(addedMs).map(([name, value]) => [name, ms(value)]),
    ]),
    ...PAGES.map((name) => `added p50, ${APP} with ${name} open : closed = ${timesOver(against[name])}`),
    ...alignColumns([
      ['all processes of the app', 'resident', 'shared pages once', 'processes'],
      memoryLine('window never opened', memory.neverOpened),
      memoryLine('window open', memory.open),
      memoryLine('after the load', memory.used),
    ]),
  ];
}
