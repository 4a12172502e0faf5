import { expect, it } from 'vitest';
import { readReport } from '../../../../src/main/services/usage';
import { openStorage } from '../../../../src/main/storage';
import { makeDatabaseFile, makeEnd, makeStart, NOON, openTestStorage } from '../storage-fixtures';

it('a restart counts what the journal still held once, and what was cut off as ended from outside', async () => {
  const file = makeDatabaseFile();
  const open = () => openStorage({ file, nativeBinding: null, now: () => NOON });
  const first = open();
  first.requests.start(makeStart({ id: 'req_1' }));
  await first.requests.finish('req_1', makeEnd());
  first.requests.start(makeStart({ id: 'req_2' }));
  first.requests.flush();
  await first.close();
  for (let restart = 0; restart < 3; restart += 1) {
    const storage = open();
    storage.requests.markInterrupted();
    const report = readReport(
      await storage.log.usage({ bucket: 'day', from: '2026-01-01', to: '2027-01-01', group_by: 'key' }),
    );
    expect(report.totals).toMatchObject({ requests: 2, succeeded: 1, aborted: 1 });
    expect(report.data.map(({ group }) => group?.name ?? null)).toContain('groq · personal');
    await storage.close();
  }
});

it('a time zone that is chosen counts from the next request on; days that are past stay as they were', async () => {
  const storage = openTestStorage();
  const late = Date.UTC(2026, 10, 22, 23, 30);
  const write = async (id: string) => {
    storage.requests.start(makeStart({ id, startedAt: late }));
    await storage.requests.finish(id, makeEnd());
    await storage.log.list({ limit: 1 });
  };
  storage.log.setTimeZone('UTC');
  await write('req_1');
  storage.log.setTimeZone('Asia/Kathmandu');
  await write('req_2');
  const report = readReport(await storage.log.usage({ bucket: 'day', from: '2026-11-01', to: '2026-12-01' }));
  expect(report.time_zone).toBe('Asia/Kathmandu');
  expect(report.data.map(({ start, requests }) => [start, requests])).toEqual([
    ['2026-11-22', 1],
    ['2026-11-23', 1],
  ]);
});
