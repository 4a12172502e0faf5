import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { resolveRuntime } from '../scripts/setup/runtime.mjs';
import type { JobAnswers, JobKind, JobMessage, Jobs } from './jobs.ts';

const here = import.meta.dirname;
const START_MS = 20_000;

export interface PortProcess {
  readonly port: number;
  readonly pid: number;
  close(): Promise<void>;
}

/** Forks a script of this folder that sends its port. Throws when it ends or stays silent instead. */
export async function forkWithPort(script: string, args: readonly string[] = []): Promise<PortProcess> {
  const child = fork(path.join(here, script), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: withoutProxies(),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${script} did not listen in time`));
    }, START_MS);
    child.once('message', (message) => {
      clearTimeout(limit);
      resolve(Number(message));
    });
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`${script} ended with ${code} before it listened`));
    });
  });
  return { port, pid: child.pid ?? 0, close: () => end(child) };
}

/** The bare proxy inside Electron's main process. */
export async function startElectronProxy(upstreamPort: number): Promise<PortProcess> {
  const runtime = resolveRuntime();
  const child = spawn(runtime.executablePath, [...runtime.args, path.join(here, 'bare-proxy')], {
    env: { ...process.env, BENCH_UPSTREAM_PORT: String(upstreamPort) },
    // It ends when its input does: should this process be killed, nothing is left behind.
    stdio: ['pipe', 'pipe', 'ignore'],
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
  /** Throws when a request of the job got no whole answer. */
  run<K extends JobKind>(kind: K, job: Jobs[K]): Promise<JobAnswers[K]>;
  close(): Promise<void>;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(path.join(here, 'load.ts'), { env: withoutProxies() });
  return {
    async run<K extends JobKind>(kind: K, job: Jobs[K]) {
      const gone = new AbortController();
      const onExit = () => gone.abort();
      child.once('exit', onExit);
      child.send({ kind, job });
      const [result]: JobMessage<K>[] = await once(child, 'message', { signal: gone.signal });
      child.off('exit', onExit);
      if (!result) throw new Error('the load generator sent nothing');
      if (result.failures > 0) {
        throw new Error(`${result.failures} requests failed, the first: ${result.firstFailure}`);
      }
      return result.answer;
    },
    close: () => end(child),
  };
}

/** A proxy of the machine must not get between processes on 127.0.0.1. */
function withoutProxies(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:https?|all|no)_proxy$/i.test(name));
  return Object.fromEntries(kept);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(hard);
}
