import type { Clock } from '../../gateway/ports';

/** More at once would only compete with the requests people wait for. */
const AT_ONCE = 2;

export interface JobTimer {
  /** Runs the job after so many milliseconds, or sooner where that was planned already. */
  plan(id: string, inMs: number): void;
  isPlanned(id: string): boolean;
  /** Ends what runs and waits for it; nothing runs afterwards. */
  close(): Promise<void>;
}

interface JobTimerParts {
  readonly clock: Clock;
  /** Gives the milliseconds until the next run, or `null` for none. Must not throw but for the signal. */
  readonly run: (id: string, signal: AbortSignal) => Promise<number | null>;
}

/** Named jobs, each at most once at a time, few together. */
export function createJobTimer({ clock, run }: JobTimerParts): JobTimer {
  const planned = new Map<string, { readonly dueAt: number; readonly cancel: () => void }>();
  const running = new Map<string, Promise<void>>();
  const waiting: string[] = [];
  const aborter = new AbortController();

  function plan(id: string, inMs: number): void {
    if (aborter.signal.aborted) return;
    const dueAt = clock.monotonic() + inMs;
    const known = planned.get(id);
    if (known && known.dueAt <= dueAt) return;
    known?.cancel();
    planned.set(id, { dueAt, cancel: clock.after(inMs, () => start(id)) });
  }

  function start(id: string): void {
    planned.delete(id);
    if (running.has(id) || running.size >= AT_ONCE) {
      if (!waiting.includes(id)) waiting.push(id);
      return;
    }
    const end = (nextMs: number | null) => {
      running.delete(id);
      if (nextMs !== null) plan(id, nextMs);
      const next = waiting.shift();
      if (next !== undefined && !aborter.signal.aborted) start(next);
    };
    running.set(
      id,
      run(id, aborter.signal).then(end, () => end(null)),
    );
  }

  return {
    plan,
    isPlanned: (id) => planned.has(id) || running.has(id) || waiting.includes(id),
    async close() {
      aborter.abort();
      for (const { cancel } of planned.values()) cancel();
      planned.clear();
      await Promise.all(running.values());
    },
  };
}
