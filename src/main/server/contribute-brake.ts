import { SpiderGateError } from '../gateway/errors';

/** In one minute, from all sources together: people send one or two answers, and load the page a few times. */
const MOST_ANSWERS = 30;
export const MOST_PAGES = 120;
const WINDOW_MS = 60_000;

/** How often invites may be tried. One count for everybody: on this computer, addresses are free to choose. */
export interface ContributeBrake {
  /** Throws `rate_limit_exceeded`. */
  count(): void;
}

export function createContributeBrake(monotonic: () => number, most = MOST_ANSWERS): ContributeBrake {
  let startedAt = Number.NEGATIVE_INFINITY;
  let tries = 0;
  return {
    count() {
      const now = monotonic();
      if (now - startedAt >= WINDOW_MS) {
        startedAt = now;
        tries = 0;
      }
      tries += 1;
      if (tries <= most) return;
      const wait = Math.ceil((startedAt + WINDOW_MS - now) / 1000);
      throw new SpiderGateError('rate_limit_exceeded', 'Too many tries. Wait a minute, then try again.', {
        headers: { 'retry-after': String(wait), 'retry-after-ms': String(wait * 1000) },
      });
    },
  };
}
