// The load generator, in its own process: takes jobs over the IPC channel of `fork`.
import { Pool } from 'undici';
import type { Job, JobResult, Target } from './jobs.ts';

const PROMPT = 'Summarise the following paragraph in one sentence. '.repeat(20);
const FIRST_TOKEN = 'tok0';

interface Timing {
  readonly ms: number;
  readonly firstTokenMs: number | null;
  readonly failure: string | null;
}

const pools = new Map<string, Pool>();

function poolOf(target: Target): Pool {
  const pool =
    pools.get(target.origin) ?? new Pool(target.origin, { connections: 64, keepAliveTimeout: 300_000 });
  pools.set(target.origin, pool);
  return pool;
}

function callOnce(target: Target, stream: boolean): Promise<Timing> {
  const body = JSON.stringify({
    model: target.model,
    stream,
    messages: [
      { role: 'system', content: 'You are a terse assistant.' },
      { role: 'user', content: PROMPT },
    ],
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${target.token}` };
  const began = performance.now();
  return new Promise((resolve) => {
    let status = 0;
    let text = '';
    let firstTokenMs: number | null = null;
    poolOf(target).dispatch(
      { method: 'POST', path: '/v1/chat/completions', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_controller, piece) => {
          text += piece.toString('latin1');
          if (firstTokenMs === null && text.includes(FIRST_TOKEN)) firstTokenMs = performance.now() - began;
        },
        onResponseEnd: () => {
          const ms = performance.now() - began;
          const whole = status === 200 && firstTokenMs !== null && (!stream || text.includes('[DONE]'));
          resolve({
            ms,
            firstTokenMs,
            failure: whole ? null : `${target.name}: ${status} ${text.slice(0, 300)}`,
          });
        },
        onResponseError: (_controller, error) =>
          resolve({ ms: 0, firstTokenMs: null, failure: `${target.name}: ${error.message}` }),
      },
    );
  });
}

async function runInTurns(job: Extract<Job, { kind: 'latency' | 'first-token' }>): Promise<JobResult> {
  const stream = job.kind === 'first-token';
  const failures: string[] = [];
  const samples: Record<string, number[]> = {};
  for (let round = 0; round < job.rounds; round++) {
    // Each round starts with another target, so that none always runs after the same one.
    const order = job.targets.map((_, index) => job.targets[(index + round) % job.targets.length]);
    for (const target of order) {
      if (!target) continue;
      samples[target.name] ??= [];
      for (let index = 0; index < job.block; index++) {
        const timing = await callOnce(target, stream);
        if (timing.failure) failures.push(timing.failure);
        else samples[target.name]?.push(stream ? (timing.firstTokenMs ?? 0) : timing.ms);
      }
    }
  }
  return { samples, failures: failures.length, firstFailure: failures[0] ?? null };
}

async function runThroughput(job: Extract<Job, { kind: 'throughput' }>): Promise<JobResult> {
  const failures: string[] = [];
  const began = performance.now();
  let done = 0;
  const worker = async () => {
    while (performance.now() - began < job.ms) {
      const timing = await callOnce(job.target, false);
      if (timing.failure) failures.push(timing.failure);
      else done += 1;
    }
  };
  await Promise.all(Array.from({ length: job.concurrency }, worker));
  const perSecond = (done / (performance.now() - began)) * 1000;
  return {
    samples: { [job.target.name]: [perSecond] },
    failures: failures.length,
    firstFailure: failures[0] ?? null,
  };
}

process.on('message', async (job: Job) => {
  const result = await (job.kind === 'throughput' ? runThroughput(job) : runInTurns(job));
  process.send?.(result);
});
process.on('disconnect', () => process.exit());
