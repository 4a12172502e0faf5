import { expect, test } from 'vitest';
import { createSystemClock } from '../../../src/main/system-clock';

const clock = createSystemClock();

test('sleep ends early with its signal', async () => {
  const stop = new AbortController();
  const sleeping = clock.sleep(60_000, stop.signal);
  stop.abort();
  await expect(sleeping).rejects.toThrow('stopped waiting');
  await expect(clock.sleep(0, stop.signal)).rejects.toThrow('stopped waiting');
});

test('sleep that runs out resolves, and a later abort does nothing', async () => {
  const stop = new AbortController();
  await clock.sleep(1, stop.signal);
  stop.abort();
});

test('a wait of months does not fire at once', async () => {
  let fired = false;
  const cancel = clock.after(90 * 24 * 3600 * 1000, () => {
    fired = true;
  });
  await clock.sleep(20, new AbortController().signal);
  cancel();
  expect(fired).toBe(false);
});

test('a cancelled task does not run', async () => {
  let fired = false;
  clock.after(5, () => {
    fired = true;
  })();
  await clock.sleep(20, new AbortController().signal);
  expect(fired).toBe(false);
});
