import { SpiderGateError } from '../../gateway/errors';
import type { Clock } from '../../gateway/ports';
import { refuse } from '../refusals';

/** Typing errors are free; after them each wrong passphrase doubles the wait. */
const FREE_FAILURES = 3;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Every way in that takes the vault's passphrase leads through here, one attempt at a time. */
export interface PassphraseGuard {
  /** `attempt`: whether the passphrase was right. `param`: where it came in. Throws SpiderGateError when it was wrong, or comes too early. */
  admit(param: string, attempt: () => Promise<boolean>): Promise<void>;
}

export function createPassphraseGuard({ clock }: { readonly clock: Clock }): PassphraseGuard {
  let failures = 0;
  let closedUntil = Number.NEGATIVE_INFINITY;
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function admitNow(param: string, attempt: () => Promise<boolean>): Promise<void> {
    const wait = closedUntil - clock.monotonic();
    // The right one waits too: an answer would tell it from the others.
    if (wait > 0) throw tooEarly(param, failures, wait);
    if (await attempt()) {
      failures = 0;
      return;
    }
    failures += 1;
    if (failures >= FREE_FAILURES) {
      const doubled = FIRST_WAIT_MS * 2 ** Math.min(failures - FREE_FAILURES, 16);
      closedUntil = clock.monotonic() + Math.min(doubled, LONGEST_WAIT_MS);
    }
    throw refuse(param, 'This is not the passphrase of the vault.');
  }

  return {
    admit(param, attempt) {
      const turn = lastTurn.then(() => admitNow(param, attempt));
      lastTurn = turn.catch(() => undefined);
      return turn;
    },
  };
}

function tooEarly(param: string, failures: number, waitMs: number): SpiderGateError {
  const seconds = Math.ceil(waitMs / 1000);
  return new SpiderGateError(
    'rate_limit_exceeded',
    `The passphrase was wrong ${failures} times. It can be tried again in ${seconds} s.`,
    { param, headers: { 'retry-after': String(seconds) } },
  );
}
