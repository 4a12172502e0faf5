// Run by `npm run bench`, on Node 24 as it is (type stripping), with a display and a built app. See README.md.
import { writeFileSync } from 'node:fs';
import { contestantsOf, findPeer, PEER } from './contestants.ts';
import { describeVerdicts, type Figures, judge } from './goals.ts';
import { ALONE, type BenchOptions, type RowName, readOptions, SIDE_BY_SIDE } from './options.ts';
import { forkWithPort, type LoadGenerator, startLoadGenerator } from './processes.ts';
import type { Alone } from './rows/alone.ts';
import { describeCrowd, measureCrowd } from './rows/crowd.ts';
import { describeLatency, measureLatency } from './rows/latency.ts';
import { describeMemory, measureMemory } from './rows/memory.ts';
import { describePolicy, measurePolicy } from './rows/policy.ts';
import { describePrompts, measurePrompts } from './rows/prompts.ts';
import type { SideBySide } from './rows/side-by-side.ts';
import { describeStall, measureStall } from './rows/stall.ts';
import { describeStart, measureStart } from './rows/start.ts';
import { describeStreams, measureStreams } from './rows/streams.ts';
import { describeThroughput, measureThroughput } from './rows/throughput.ts';
import { describeWindow, measureWindow } from './rows/window.ts';
import { FULL, QUICK } from './sizes.ts';

const WARM_UP_BLOCK = 100;

const began = performance.now();
const closers: (() => Promise<void>)[] = [];

async function main(options: BenchOptions): Promise<void> {
  const sizes = options.quick ? QUICK : FULL;
  const provider = await keep(forkWithPort('provider.mjs'));
  const load = startLoadGenerator();
  closers.push(load.close);
  const peer = await findPeer(process.env.BENCH_PEER_DIR, provider.port);
  if (peer.dir === null) say(`without ${PEER}: ${peer.reason}`);
  const alone: Alone = { load, providerPort: provider.port, peerDir: peer.dir, sizes, say };
  const figures: Figures = {};
  if (SIDE_BY_SIDE.some((row) => options.rows.has(row))) await runSideBySide(alone, options, figures);
  for (const row of ALONE) if (options.rows.has(row)) await runAlone(row, alone, figures);
  const verdicts = judge(figures);
  print('goals', describeVerdicts(verdicts));
  if (options.jsonFile) {
    writeFileSync(options.jsonFile, `${JSON.stringify({ figures, verdicts }, null, 2)}\n`);
  }
  say('done');
}

async function runSideBySide(parts: Alone, options: BenchOptions, figures: Figures): Promise<void> {
  const { load, sizes } = parts;
  const alreadyOpen = closers.length;
  const contestants = [];
  for (const start of contestantsOf(parts)) contestants.push(await keep(start()));
  const world: SideBySide = { load, sizes, targets: contestants.map(({ target }) => target) };
  say('warming up');
  await warmUp(load, world);
  for (const row of SIDE_BY_SIDE) if (options.rows.has(row)) await runRow(row, world, figures);
  await closeDownTo(alreadyOpen);
}

/** The same for all: code that runs for the first time is not what is compared. */
async function warmUp(load: LoadGenerator, { targets, sizes }: SideBySide): Promise<void> {
  const turns = Math.ceil(sizes.warmUp / WARM_UP_BLOCK);
  await load.run('latency', { targets, rounds: 1, turns, block: WARM_UP_BLOCK, promptBytes: 1000 });
  await load.run('streams', { targets, rounds: 1, block: 2, pace: { tokens: 10, everyMs: 5 } });
}

async function runRow(row: (typeof SIDE_BY_SIDE)[number], world: SideBySide, figures: Figures) {
  say(row);
  switch (row) {
    case 'latency':
      figures.latency = await measureLatency(world);
      return print(row, describeLatency(figures.latency));
    case 'throughput':
      figures.throughput = await measureThroughput(world);
      return print(row, describeThroughput(figures.throughput));
    case 'streams':
      figures.streams = await measureStreams(world);
      return print(row, describeStreams(figures.streams));
    case 'crowd':
      figures.crowd = await measureCrowd(world);
      return print(row, describeCrowd(figures.crowd));
    case 'prompts':
      figures.prompts = await measurePrompts(world);
      return print(row, describePrompts(figures.prompts));
  }
}

async function runAlone(row: (typeof ALONE)[number], parts: Alone, figures: Figures) {
  say(row);
  switch (row) {
    case 'policy':
      figures.policy = await measurePolicy(parts);
      return print(row, describePolicy(figures.policy));
    case 'start':
      figures.start = await measureStart(parts);
      return print(row, describeStart(figures.start));
    case 'stall':
      figures.stall = await measureStall(parts);
      return print(row, describeStall(figures.stall));
    case 'memory':
      figures.memory = await measureMemory(parts);
      return print(row, describeMemory(figures.memory));
    case 'window':
      figures.window = await measureWindow(parts);
      return print(row, describeWindow(figures.window));
  }
}

async function keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  closers.push(started.close);
  return started;
}

/** The last opened first. */
async function closeDownTo(count: number): Promise<void> {
  for (const close of closers.splice(count).reverse()) await close();
}

function print(row: RowName | 'goals', lines: readonly string[]): void {
  console.log(['', `— ${row} —`, ...lines].join('\n'));
}

function say(what: string): void {
  process.stderr.write(`bench, ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}\n`);
}

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isEnding) return;
    isEnding = true;
    void closeDownTo(0).finally(() => process.exit(130));
  });
}
try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  // What breaks because it was told to end needs no words.
  if (!isEnding) throw error;
} finally {
  if (!isEnding) await closeDownTo(0);
}
