import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { answer } from '../faults/behaviours';
import { surviveOutage } from '../faults/outage';
import { FaultTable, findFlaws, MODES, runFault, SIXTEEN, STALL_MS } from '../faults/sixteen-faults';
import { startApp } from '../support/app';
import { createWorld } from '../support/create-world';

test('sixteen faults in the real app: all survived when asked for a whole answer, and no cut one looks whole', async () => {
  // One of the faults is an outage of a minute; the others are met beside it.
  test.setTimeout(150_000);
  const app = await startApp();
  const world = await createWorld(app);
  const table = new FaultTable();
  try {
    const outage = surviveOutage(world);
    outage.catch(() => undefined);
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
    expect(await outage).toEqual([]);
  } finally {
    await world.close();
    process.stdout.write(`${table}\n`);
  }
});

test('a slow reader of 200 MB does not make the app grow', async () => {
  test.skip(
    process.platform !== 'linux',
    'only Linux says without another tool how large another process is',
  );
  const app = await startApp();
  const world = await createWorld(app);
  const residentMb = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]) / 1024;
  try {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 3200, tokenBytes: 64 * 1024 })]);
    const messages = [{ role: 'user', content: 'hello' }];
    const response = await world.post({ model: upstream.ref, messages, stream: true });
    const before = residentMb();
    let most = before;
    let bytes = 0;
    for await (const piece of response.body ?? []) {
      if (Math.floor((bytes + piece.length) / 10_000_000) > Math.floor(bytes / 10_000_000)) {
        await sleep(50);
        most = Math.max(most, residentMb());
      }
      bytes += piece.length;
    }
    expect(bytes).toBeGreaterThan(200_000_000);
    expect(most - before).toBeLessThan(60);
  } finally {
    await world.close();
  }
});
