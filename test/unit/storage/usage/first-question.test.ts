import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openYear } from './year-fixture';

const CHILD = fileURLToPath(new URL('./first-question-child.mjs', import.meta.url));
/** Without the warm-up it takes 2.7 to 5 times as long as later ones, with it 1.1 to 1.6 times. */
const MOST_TIMES = 2;
/** A slice aims at 8; compiling, which another thread does, is in it. */
const MOST_SLICE_MS = 30;
/** Other tests run at the same time. */
const MOST_TRIES = 6;

/** Milliseconds of work, not of waiting, in a new process. */
async function askInNewProcess(file: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--no-warnings',
    '--experimental-transform-types',
    CHILD,
    file,
  ]);
  const said: { longestSlice: number; questions: [number, ...number[]] } = JSON.parse(stdout);
  const [first, ...later] = said.questions;
  return { times: first / Math.min(...later), longestSlice: said.longestSlice };
}

/** Source: issue 4, 7: nobody waits longer because the program has only just been started. */
it('the first question after the warm-up takes little longer than later ones', {
  timeout: 120_000,
}, async () => {
  const { database } = openYear();
  let [times, slice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 0; tries < MOST_TRIES && (times > MOST_TIMES || slice > MOST_SLICE_MS); tries += 1) {
    const asked = await askInNewProcess(database.name);
    times = Math.min(times, asked.times);
    slice = Math.min(slice, asked.longestSlice);
  }
  expect(times).toBeLessThan(MOST_TIMES);
  expect(slice).toBeLessThan(MOST_SLICE_MS);
});
