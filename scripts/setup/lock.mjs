import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError, say } from './say.mjs';

const patienceMs = 20 * 60_000;

/** Runs `work` while no other process holds the lock file; a lock left by a dead process is taken over. */
export async function withLock(file, work) {
  await acquire(file);
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function acquire(file) {
  const deadline = Date.now() + patienceMs;
  let told = false;
  while (!tryCreate(file)) {
    if (isStale(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) say('Waiting for another SpiderGate set-up to finish…');
    told = true;
    if (Date.now() > deadline)
      throw new SetupError(`Another set-up holds ${file}. If none runs, delete that file.`);
    await sleep(300);
  }
}

function tryCreate(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // An empty file is a lock that is being written this very moment.
    if (pid) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
