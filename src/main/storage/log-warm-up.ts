import type { WarmUp } from './usage/warm-up';

/** First the program starts, serves what waited for it and shows its window. */
const BEGIN_AFTER_MS = 4_000;
const QUIET_MS = 300;
/** Where there is never quiet, in between. */
const LONGEST_WAIT_MS = 60_000;
const PAUSE_MS = 20;

export interface IdleWarmUp {
  /** There was something to do. */
  noteWork(): void;
  stop(): void;
}

/** Warms the reader of usage up in small slices, a few seconds after the start, when the log's thread has nothing to do. */
export function warmUpWhenIdle(begin: () => WarmUp): IdleWarmUp {
  const begun = performance.now();
  let lastWork = begun;
  let warmUp: WarmUp | null = null;
  let timer = setTimeout(turn, BEGIN_AFTER_MS);

  function turn(): void {
    const now = performance.now();
    const wait = now - begun < LONGEST_WAIT_MS ? lastWork + QUIET_MS - now : 0;
    if (wait > 0) {
      timer = setTimeout(turn, wait);
      return;
    }
    let isMore = true;
    if (warmUp) isMore = warmUp.slice();
    else warmUp = begin();
    if (isMore) timer = setTimeout(turn, PAUSE_MS);
  }

  return {
    noteWork() {
      lastWork = performance.now();
    },
    stop: () => clearTimeout(timer),
  };
}
