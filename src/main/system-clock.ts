import type { Clock } from './gateway/ports';
import type { StopSignal } from './gateway/stop-switch';
import { createTurnQueue } from './gateway/turn-queue';

/** Node's timers take 31 bits; a longer wait is waited in pieces. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep,
    soon: createTurnQueue(),
    after,
  };
}

function after(ms: number, task: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    const piece = Math.min(Math.max(left, 0), LONGEST_TIMER_MS);
    timer = setTimeout(() => (left > piece ? wait(left - piece) : task()), piece);
  };
  wait(ms);
  return () => clearTimeout(timer);
}

function stopped(): Error {
  return new Error('stopped waiting');
}

function sleep(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(stopped());
      return;
    }
    const stop = (): void => {
      cancel();
      reject(stopped());
    };
    const cancel = after(ms, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
