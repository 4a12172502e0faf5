import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { dieWithParent } from './die-with-parent.mjs';

const graceMs = 10_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
// What Chromium logs on machines without a GPU, a session bus or a desktop. The app's own lines look different.
const noise =
  /^\[\d+:[\d/.]+:(?:ERROR|WARNING):.*(?:bus\.cc|object_proxy|viz_main_impl|gpu|gl_|angle|vaapi|vulkan|x11|wayland|network_change|sandbox_linux)/i;

/**
 * Runs the app until it ends and hands its exit code back. It never outlives this process: signals are passed on,
 * a stuck app is killed after 10 s, and the kernel steps in when this process itself is killed.
 * @returns {Promise<number>}
 */
export function runApp({ executablePath, args, env, appPath }, appArgs, extraEnv) {
  const [command, ...rest] = dieWithParent(executablePath, [...args, appPath, ...appArgs]);
  const child = spawn(command, rest, {
    env: { ...process.env, ...env, ...extraEnv },
    stdio: ['inherit', 'inherit', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!noise.test(line)) process.stderr.write(`${line}\n`);
  });
  let killTimer;
  const stop = (signal) => {
    child.kill(signal);
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  for (const signal of signals) process.on(signal, stop);
  const watch = watchNpm(() => stop('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(killTimer);
      clearInterval(watch);
      for (const name of signals) process.off(name, stop);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** Calls back when npm is gone: `kill -9` on it leaves this process behind, and then the app has to go as well. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parents = readParents();
  const timer = setInterval(() => {
    if (readParents() === parents) return;
    clearInterval(timer);
    onGone();
  }, 250);
  return timer.unref();
}

/** Our parent, and its parent where ours is the shell that npm runs scripts in. npm's own parent may come and go. */
function readParents() {
  const parent = process.ppid;
  try {
    const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(`/proc/${parent}/stat`, 'utf8'));
    const isShell = /^(?:ba|da|z|k)?sh$/.test(name);
    return isShell ? `${parent} ${rest.split(' ')[1]}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
}
