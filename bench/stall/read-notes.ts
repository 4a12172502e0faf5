import { existsSync, readFileSync } from 'node:fs';

/** One second of one thread's event loop, as stall/probe.cjs notes it. Times are epoch milliseconds. */
export interface Slice {
  readonly thread: string;
  readonly from: number;
  readonly to: number;
  /** How often the loop came round in time; 0 where it was never seen. */
  readonly beats: number;
  readonly longestMs: number;
  readonly p99Ms: number;
}

/** One page of the window, as stall/tour.cjs notes it. */
export interface Visit {
  readonly page: string | null;
  readonly rows: number;
  readonly at: number;
}

/** Lines of JSON; one that was cut off by the end of the app is left out. */
export function readNotes<T>(file: string): readonly T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const note: T = JSON.parse(line);
        return [note];
      } catch {
        return [];
      }
    });
}

/** What a person begins to notice, and the goal. */
export const LONG_MS = 20;

export interface ThreadStall {
  readonly thread: string;
  readonly longestMs: number;
  /** The middle of the p99 of each second. */
  readonly p99Ms: number;
  readonly seconds: number;
  /** In how many of them it was held up for longer than LONG_MS. */
  readonly longSeconds: number;
}

/** What of each thread lies between two times; threads in the order they were seen. */
export function summariseSlices(slices: readonly Slice[], from: number, to: number): readonly ThreadStall[] {
  const threads = [...new Set(slices.map(({ thread }) => thread))];
  return threads.map((thread) => {
    const own = slices.filter((slice) => slice.thread === thread && slice.to > from && slice.from < to);
    const p99s = own.map(({ p99Ms }) => p99Ms).sort((a, b) => a - b);
    return {
      thread,
      longestMs: own.length === 0 ? Number.NaN : Math.max(...own.map(({ longestMs }) => longestMs)),
      p99Ms: p99s[Math.floor(p99s.length / 2)] ?? Number.NaN,
      seconds: own.length,
      longSeconds: own.filter(({ longestMs }) => longestMs > LONG_MS).length,
    };
  });
}
