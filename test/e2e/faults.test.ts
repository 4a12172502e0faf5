import { expect, test } from '@playwright/test';
import { FaultTable, findFlaws, MODES, runFault, SIXTEEN, STALL_MS } from '../faults/sixteen-faults';
import { startApp } from '../support/app';
import { createWorld } from '../support/create-world';

test('sixteen faults in the real app: all survived when asked for a whole answer, and no cut one looks whole', async () => {
  const app = await startApp();
  const world = await createWorld(app);
  const table = new FaultTable();
  try {
    await app.control.call('PATCH', '/settings', { stall_ms: STALL_MS });
    for (const mode of MODES) {
      const flaws = await Promise.all(
        SIXTEEN.map(async (fault) => {
          const verdict = await runFault(world, fault, mode);
          table.note(fault, mode, verdict);
          return findFlaws(fault, mode, verdict).map((flaw) => `${fault.name}, ${mode}: ${flaw}`);
        }),
      );
      expect(flaws.flat()).toEqual([]);
    }
  } finally {
    await world.close();
    process.stdout.write(`${table}\n`);
  }
});
