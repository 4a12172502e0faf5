// Warms up and asks the first questions of a process, as a new thread of the log does: first-question-child.mjs <log.db>
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import '../../../faults/run-sources.mjs';

const [, , file] = process.argv;
const { createUsageReader } = await import('../../../../src/main/storage/usage/usage-reader.ts');
const { createWarmUp } = await import('../../../../src/main/storage/usage/warm-up.ts');
const { createCalendar } = await import('../../../../src/shared/time/calendar.ts');

const database = new Database(file, { readonly: true });
const reader = createUsageReader({ database, calendar: createCalendar('Europe/Berlin') });

/** Milliseconds of work. */
function timed(task) {
  const begun = process.cpuUsage();
  const value = task();
  const { user, system } = process.cpuUsage(begun);
  return { value, ms: (user + system) / 1000 };
}

const warmUp = timed(() => createWarmUp(database));
let longestSlice = warmUp.ms;
for (let isMore = true; isMore; ) {
  const { value, ms } = timed(() => warmUp.value.slice());
  isMore = value;
  longestSlice = Math.max(longestSlice, ms);
  await sleep(20);
}

const questions = [];
for (let count = 0; count < 6; count += 1) {
  const question = { bucket: 'hour', from: '2026-01-01', to: '2026-01-15', group_by: 'model' };
  const { value, ms } = timed(() => reader.read(question));
  questions.push(ms);
  // Handed over to the thread that asked.
  structuredClone(value, { transfer: [value.buffer] });
  await sleep(20);
}
process.stdout.write(JSON.stringify({ longestSlice, questions }));
