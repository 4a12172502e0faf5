// The load generator, in its own process: takes jobs over the IPC channel of `fork`, one at a time.
import type { JobKind, JobMessage, Jobs } from './jobs.ts';
import { createCaller } from './load/exchange.ts';
import { RUNNERS } from './load/run-jobs.ts';

const caller = createCaller();

async function run<K extends JobKind>(kind: K, job: Jobs[K]): Promise<JobMessage<K>> {
  let failures = 0;
  let firstFailure: string | null = null;
  const answer = await RUNNERS[kind](job, {
    caller,
    note: (exchange) => {
      if (exchange.ok) return;
      failures += 1;
      firstFailure ??= exchange.failure;
    },
  });
  return { answer, failures, firstFailure };
}

process.on('message', async ({ kind, job }: { readonly kind: JobKind; readonly job: Jobs[JobKind] }) => {
  process.send?.(await run(kind, job));
});
process.on('disconnect', () => process.exit());
