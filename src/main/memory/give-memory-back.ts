import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collecting holds the thread up for some 30 ms, so nobody should be waiting for it. */
const QUIET_MS = 10_000;

export interface MemoryKeeper {
  noteWork(): void;
  stop(): void;
}

/**
 * After `many` pieces of work, when there is quiet, collects what they have left behind in this thread. V8 does so by
 * itself only while more is allocated: what a busy spell has taken, some 40 MB of the core's thread and 20 of the log's,
 * may stay taken for as long as the program then does nothing.
 */
export function giveMemoryBack(many: number, collect: () => void = collectAll): MemoryKeeper {
  let done = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function lookAfter(seen: number): void {
    timer = setTimeout(() => {
      if (done !== seen) return lookAfter(done);
      timer = null;
      done = 0;
      collect();
    }, QUIET_MS);
    timer.unref();
  }

  return {
    noteWork() {
      done += 1;
      if (done >= many && timer === null) lookAfter(done);
    },
    stop() {
      if (timer) clearTimeout(timer);
    },
  };
}

/** There is no other way to ask for it. The flag is the whole process's and counts for contexts made from then on. */
function collectAll(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('globalThis.gc');
  if (typeof gc === 'function') gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
