import { expect, it } from 'vitest';
import { createLogRetention } from '../../../src/main/services/log-retention';
import { DEFAULT_SETTINGS } from '../../../src/shared/domain/settings';

const DAY = 86_400_000;

function makeWorld(answers: readonly (boolean | Error)[]) {
  const waits: number[] = [];
  const cutoffs: number[] = [];
  let next: (() => void) | null = null;
  const left = [...answers];
  const retention = createLogRetention({
    storage: {
      log: {
        sweep: async (cutoff) => {
          cutoffs.push(cutoff);
          const answer = left.shift() ?? false;
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
    },
    clock: {
      now: () => 1000 * DAY,
      after: (ms, task) => {
        waits.push(ms);
        next = task;
        return () => {
          next = null;
        };
      },
    },
    settings: { get: () => ({ ...DEFAULT_SETTINGS, log_retention_days: 30 }) },
  });
  const run = async () => {
    const task = next;
    next = null;
    task?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { retention, waits, cutoffs, run };
}

it('sweeps in pauses until nothing is left, then rests for an hour, and survives a log that cannot be read', async () => {
  const { retention, waits, cutoffs, run } = makeWorld([true, true, false, new Error('busy'), false]);
  retention.start();
  for (let count = 0; count < 5; count += 1) await run();
  expect(waits).toEqual([60_000, 20, 20, 3_600_000, 3_600_000, 3_600_000]);
  expect(new Set(cutoffs)).toEqual(new Set([970 * DAY]));
});

it('does not begin again when it is stopped in the middle of a sweep', async () => {
  const { retention, waits, run } = makeWorld([true, true]);
  retention.start();
  const running = run();
  retention.stop();
  await running;
  await run();
  expect(waits).toEqual([60_000]);
});
