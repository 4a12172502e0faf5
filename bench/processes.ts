import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { resolveRuntime } from '../scripts/setup/runtime.mjs';
import type { Job, JobResult } from './jobs.ts';

const here = import.meta.dirname;
const START_MS = 20_000;

export interface PortProcess {
  readonly port: number;
  readonly pid: number;
  close(): Promise<void>;
}

/** Forks a script of this folder that sends its port. */
export async function forkWithPort(script: string, args: readonly string[] = []): Promise<PortProcess> {
  const child = fork(path.join(here, script), args);
  const [port] = await once(child, 'message');
  return { port: Number(port), pid: child.pid ?? 0, close: () => end(child) };
}

/** The bare proxy inside Electron's main process. */
export async function startElectronProxy(upstreamPort: number): Promise<PortProcess> {
  const runtime = resolveRuntime();
  const child = spawn(runtime.executablePath, [...runtime.args, path.join(here, 'bare-proxy')], {
    env: { ...process.env, BENCH_UPSTREAM_PORT: String(upstreamPort) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // A main process that fails shows a message box and waits for ever.
  const limit = setTimeout(() => child.kill('SIGKILL'), START_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^\{"port":(\d+)\}$/.exec(line)?.[1];
    if (!port) continue;
    clearTimeout(limit);
    return { port: Number(port), pid: child.pid ?? 0, close: () => end(child) };
  }
  throw new Error('the bare proxy in Electron ended before it listened');
}

export interface LoadGenerator {
  run(job: Job): Promise<JobResult>;
  close(): Promise<void>;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(path.join(here, 'load.ts'));
  return {
    async run(job) {
      child.send(job);
      const [result]: JobResult[] = await once(child, 'message');
      if (!result) throw new Error('the load generator sent nothing');
      return result;
    },
    close: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(hard);
}
