import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  readonly processes: number;
  /** Sum of resident sizes; pages that processes share are counted once for each. */
  readonly rssMb: number;
  /** Sum of proportional sizes, in which a shared page counts once in all; `null` where it cannot be read. */
  readonly pssMb: number | null;
}

/** Memory of a process and everything below it. Linux only; `null` elsewhere. */
export function memoryOf(rootPid: number): Memory | null {
  if (process.platform !== 'linux') return null;
  const pids = processesBelow(rootPid);
  const pss = pids.map((pid) => readKb(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m));
  return {
    processes: pids.length,
    rssMb: sum(pids.map((pid) => readKb(`/proc/${pid}/status`, /^VmRSS:\s+(\d+)/m) ?? 0)) / 1024,
    pssMb: pss.some((value) => value === null) ? null : sum(pss.map((value) => value ?? 0)) / 1024,
  };
}

/** The process itself among them. */
export function processesBelow(rootPid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? readKb(`/proc/${entry}/status`, /^PPid:\s+(\d+)/m) : null;
    if (parent !== null) parents.set(Number(entry), parent);
  }
  const found = [rootPid];
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child);
  }
  return found;
}

function readKb(file: string, pattern: RegExp): number | null {
  try {
    const value = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    return value === undefined ? null : Number(value);
  } catch {
    // The process ended meanwhile, or another user's.
    return null;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
