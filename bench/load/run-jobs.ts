import { setTimeout as sleep } from 'node:timers/promises';
import type { JobAnswers, JobKind, Jobs, Target } from '../jobs.ts';
import { type Caller, type Exchange, makeBody, readStream } from './exchange.ts';

const ORDINARY_PROMPT = 1000;

/** Hears of every exchange; what is not whole is a failure of the job. */
export interface JobTools {
  readonly caller: Caller;
  readonly note: (exchange: Exchange) => void;
}

type Runners = { readonly [K in JobKind]: (job: Jobs[K], tools: JobTools) => Promise<JobAnswers[K]> };

export const RUNNERS: Runners = {
  latency: runLatency,
  throughput: runThroughput,
  streams: runStreams,
  crowd: runCrowd,
  arrivals: runArrivals,
  steady: runSteady,
};

/** Each turn starts with another target, so that none always runs after the same one. */
function inTurn(targets: readonly Target[], turn: number): readonly Target[] {
  const first = turn % Math.max(1, targets.length);
  return [...targets.slice(first), ...targets.slice(0, first)];
}

function emptyRounds(rounds: number): number[][] {
  return Array.from({ length: rounds }, () => []);
}

async function runLatency(job: Jobs['latency'], { caller, note }: JobTools): Promise<JobAnswers['latency']> {
  const lanes = job.targets.map((target) => ({
    target,
    body: makeBody(target, job.promptBytes),
    times: emptyRounds(job.rounds),
  }));
  for (let round = 0; round < job.rounds; round++) {
    for (let turn = 0; turn < job.turns; turn++) {
      for (const target of inTurn(job.targets, round + turn)) {
        const lane = lanes.find((entry) => entry.target === target);
        for (let index = 0; lane && index < job.block; index++) {
          const exchange = await caller.call(target, lane.body);
          note(exchange);
          if (exchange.ok) lane.times[round]?.push(exchange.ms);
        }
      }
    }
  }
  return Object.fromEntries(lanes.map(({ target, times }) => [target.name, times]));
}

async function runThroughput(
  { target, concurrency, limit }: Jobs['throughput'],
  { caller, note }: JobTools,
): Promise<JobAnswers['throughput']> {
  const body = makeBody(target, ORDINARY_PROMPT);
  const began = performance.now();
  let begun = 0;
  let done = 0;
  const goesOn = () => ('ms' in limit ? performance.now() - began < limit.ms : begun < limit.requests);
  const worker = async () => {
    while (goesOn()) {
      begun += 1;
      const exchange = await caller.call(target, body);
      note(exchange);
      if (exchange.ok) done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { perSecond: (done / (performance.now() - began)) * 1000 };
}

async function runStreams(job: Jobs['streams'], { caller, note }: JobTools): Promise<JobAnswers['streams']> {
  const lanes = job.targets.map((target) => ({
    target,
    firstToken: emptyRounds(job.rounds),
    gap: emptyRounds(job.rounds),
    delay: emptyRounds(job.rounds),
  }));
  for (let round = 0; round < job.rounds; round++) {
    for (const target of inTurn(job.targets, round)) {
      const lane = lanes.find((entry) => entry.target === target);
      for (let index = 0; lane && index < job.block; index++) {
        const { exchange, arrivals } = await readStream(caller, target, job.pace);
        note(exchange);
        if (!exchange.ok) continue;
        lane.firstToken[round]?.push(arrivals.firstTokenMs);
        lane.gap[round]?.push(...arrivals.gaps);
        lane.delay[round]?.push(...arrivals.delays);
      }
    }
  }
  return Object.fromEntries(lanes.map(({ target, ...times }) => [target.name, times]));
}

/** A stream that breaks is counted, not thrown: how many is what the row asks. */
async function runCrowd(
  { target, streams, pace }: Jobs['crowd'],
  { caller }: JobTools,
): Promise<JobAnswers['crowd']> {
  const read = await Promise.all(Array.from({ length: streams }, () => readStream(caller, target, pace)));
  return {
    framesSent: streams * pace.tokens,
    framesReceived: read.reduce((total, { arrivals }) => total + arrivals.inOrder, 0),
    streamsWhole: read.filter(({ exchange, arrivals }) => exchange.ok && arrivals.inOrder === pace.tokens)
      .length,
    firstToken: read.map(({ arrivals }) => arrivals.firstTokenMs).filter(Number.isFinite),
    delay: read.flatMap(({ arrivals }) => arrivals.delays),
  };
}

const ARRIVAL_TICK_MS = 5;

/** A timer that comes late catches up, so that the rate is kept. */
async function runArrivals(
  { target, perSecond, ms }: Jobs['arrivals'],
  { caller, note }: JobTools,
): Promise<JobAnswers['arrivals']> {
  const body = makeBody(target, ORDINARY_PROMPT);
  const began = performance.now();
  const times: number[] = [];
  const running = new Set<Promise<void>>();
  const send = async () => {
    const exchange = await caller.call(target, body);
    note(exchange);
    if (exchange.ok) times.push(exchange.ms);
  };
  for (let sent = 0, passed = 0; passed < ms; passed = performance.now() - began) {
    for (const due = (passed / 1000) * perSecond; sent < due; sent++) {
      const call = send();
      running.add(call);
      void call.finally(() => running.delete(call));
    }
    await sleep(ARRIVAL_TICK_MS);
  }
  await Promise.all(running);
  return { times };
}

async function runSteady(
  { target, everyMs, ms }: Jobs['steady'],
  { caller, note }: JobTools,
): Promise<JobAnswers['steady']> {
  const body = makeBody(target, ORDINARY_PROMPT);
  const began = performance.now();
  const times: number[] = [];
  while (performance.now() - began < ms) {
    const exchange = await caller.call(target, body);
    note(exchange);
    if (exchange.ok) times.push(exchange.ms);
    await sleep(everyMs);
  }
  return { times };
}
