import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesBelow } from '../memory.ts';

/** Of Linux, on every architecture there is an Electron for. */
const TICKS_PER_SECOND = 100;

/** The share of one core that a process and everything below it uses within `ms`. Linux only; `null` elsewhere. */
export async function cpuShareOf(rootPid: number, ms: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const before = ticksOf(rootPid);
  const began = performance.now();
  await sleep(ms);
  const seconds = (performance.now() - began) / 1000;
  let used = 0;
  for (const [pid, ticks] of ticksOf(rootPid)) used += ticks - (before.get(pid) ?? 0);
  return used / TICKS_PER_SECOND / seconds;
}

function ticksOf(rootPid: number): ReadonlyMap<number, number> {
  return new Map(processesBelow(rootPid).map((pid) => [pid, readTicks(pid)]));
}

/** User and system time of all threads: fields 14 and 15, counted from behind the name, which may hold spaces. */
function readTicks(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    // It ended meanwhile.
    return 0;
  }
}
