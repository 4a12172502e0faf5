import { describe, expect, it } from 'vitest';
import { readReport } from '../../../../src/main/services/usage';
import type { Storage } from '../../../../src/main/storage/types';
import { makeEnd, makeStart, NOON, openTestStorage } from '../storage-fixtures';

const DAY = 86_400_000;

async function write(storage: Storage, count: number, startedAt: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const id = `req_${startedAt}_${index}`;
    storage.requests.start(makeStart({ id, startedAt: startedAt + index }));
    await storage.requests.finish(id, makeEnd());
  }
}

async function sweepAll(storage: Storage, cutoff: number): Promise<number> {
  let batches = 1;
  while (await storage.log.sweep(cutoff)) batches += 1;
  return batches;
}

const count = async (storage: Storage) => (await storage.log.list({ limit: 500 })).data.length;

describe('old requests', () => {
  it('go, a few at a time, while the newer ones and what was counted of the old ones stay', async () => {
    const storage = openTestStorage();
    await write(storage, 150, NOON - 100 * DAY);
    await write(storage, 10, NOON);
    const read = async () =>
      readReport(await storage.log.usage({ bucket: 'day', from: '2026-01-01', to: '2027-01-01' }));
    const before = await read();
    expect(await sweepAll(storage, NOON - 90 * DAY)).toBeGreaterThan(1);
    expect(await count(storage)).toBe(10);
    expect(await read()).toEqual(before);
    expect(before.totals).toMatchObject({ requests: 160, succeeded: 160 });
  });

  it('stay while they run, however old they are: their end could not be written any more', async () => {
    const storage = openTestStorage();
    storage.requests.start(makeStart({ startedAt: NOON - 100 * DAY }));
    storage.requests.flush();
    await storage.log.list({ limit: 1 });
    await sweepAll(storage, NOON);
    expect(await count(storage)).toBe(1);
    await storage.requests.finish('req_1', makeEnd());
    expect(await count(storage)).toBe(1);
    await sweepAll(storage, NOON);
    expect(await count(storage)).toBe(0);
  });
});

describe('an export', () => {
  it('misses no row and repeats none, over many pieces, when old rows go meanwhile', async () => {
    const storage = openTestStorage();
    await write(storage, 1200, NOON);
    // All at the same moment: only the order of writing tells them apart.
    await write(storage, 1, NOON + 500);
    const request = { format: 'jsonl' } as const;
    const ids: string[] = [];
    let piece = await storage.log.exportPiece({ request, after: null });
    for (;;) {
      for (const line of piece.text.trimEnd().split('\n')) ids.push(JSON.parse(line).id);
      if (piece.next === null) break;
      await write(storage, 1, NOON + 10_000 + ids.length);
      await storage.log.sweep(NOON + 20);
      piece = await storage.log.exportPiece({ request, after: piece.next });
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(1201 - 60);
    expect(ids[0]).toBe(`req_${NOON}_1199`);
  });

  it('neutralises whatever a spreadsheet would take for a formula, and keeps commas, quotes and lines in place', async () => {
    const storage = openTestStorage();
    const nasty = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a,"b"\nc'];
    for (const [index, requested] of nasty.entries()) {
      storage.requests.start(makeStart({ id: `req_${index}`, requested, tokenName: requested }));
      await storage.requests.finish(`req_${index}`, makeEnd({ cost: 1 }));
    }
    const { text, next } = await storage.log.exportPiece({ request: { format: 'csv' }, after: null });
    expect(next).toBeNull();
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(nasty.length + 2);
    for (const line of lines) expect(line).not.toMatch(/(^|,|,")[=+@\t\r-]/);
    // Nothing begins a line outside of quotes either.
    expect(text.replace(/"[^"]*"/g, '')).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
    expect(text).toContain(`"a,""b""\nc"`);
    expect(text).toContain(',0.000000001,');
  });

  it('of nothing is a heading alone in CSV and nothing in JSON lines', async () => {
    const storage = openTestStorage();
    const read = (format: 'csv' | 'jsonl') => storage.log.exportPiece({ request: { format }, after: null });
    expect((await read('csv')).text).toMatch(/^id,started_at,[a-z_,]+\r\n$/);
    expect((await read('jsonl')).text).toBe('');
  });
});
