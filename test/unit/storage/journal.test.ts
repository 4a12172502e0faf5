import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '../../../src/main/storage';
import { encodeEnd, encodeStart } from '../../../src/main/storage/journal/journal-line';
import { openJournalWriter } from '../../../src/main/storage/journal/journal-writer';
import { openLog } from '../../../src/main/storage/journal/open-log';
import { migrate } from '../../../src/main/storage/migrate';
import { MIGRATIONS } from '../../../src/main/storage/migrations';
import type { Storage } from '../../../src/main/storage/types';
import { makeDatabaseFile, makeEnd, makeFolder, makeStart, NOON, openTestStorage } from './storage-fixtures';

const DAY = 86_400_000;

/** What a process that is killed at this moment leaves behind, opened by the next one. */
function crash(file: string): { readonly storage: Storage; readonly file: string } {
  const folder = makeFolder();
  cpSync(path.dirname(file), folder, { recursive: true });
  const copy = path.join(folder, path.basename(file));
  return { storage: openStorage({ file: copy, nativeBinding: null, now: () => NOON }), file: copy };
}

interface Step {
  readonly kind: 'start' | 'finish' | 'reserve' | 'turn' | 'read' | 'crash';
  readonly request: number;
  readonly amount: number;
}

/** Of which keys an amount is made up; some of it needs none. */
function partsOf(amount: number) {
  const parts = [
    { keyId: 'key_1', amount: Math.floor(amount / 2) },
    { keyId: 'key_2', amount: Math.floor(amount / 3) },
  ];
  return parts.slice(0, amount % 3);
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('start', 'start', 'start', 'finish', 'finish', 'reserve', 'turn', 'read', 'crash'),
  request: fc.nat({ max: 6 }),
  amount: fc.nat({ max: 1_000 }),
});

describe('the books', () => {
  it('hold every request once, at what it cost or, after a crash, at what was set aside', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let file = makeDatabaseFile();
        let storage = openStorage({ file, nativeBinding: null, now: () => NOON });
        const expected = new Map<
          string,
          { status: string; cost: number; parts: ReturnType<typeof partsOf> }
        >();
        const running = new Map<number, string>();
        let round = 0;
        for (const action of steps) {
          if (action.kind === 'turn') await new Promise(setImmediate);
          else if (action.kind === 'read') storage.requests.totals(0);
          else if (action.kind === 'crash') {
            // What is not yet at the end of its turn was promised to nobody.
            storage.requests.flush();
            const next = crash(file);
            await storage.close();
            ({ storage, file } = next);
            storage.requests.markInterrupted();
            for (const id of running.values())
              expected.set(id, { ...at(expected, id), status: 'interrupted' });
            running.clear();
          } else if (action.kind === 'start') {
            if (running.has(action.request)) continue;
            round += 1;
            const id = `req_${round}`;
            running.set(action.request, id);
            expected.set(id, { status: 'running', cost: action.amount, parts: [] });
            storage.requests.start(makeStart({ id, reserved: action.amount }));
          } else {
            const id = running.get(action.request);
            if (id === undefined) continue;
            const parts = partsOf(action.amount);
            if (action.kind === 'reserve') {
              storage.requests.reserve(id, action.amount, parts);
              expected.set(id, { status: 'running', cost: action.amount, parts });
            } else {
              running.delete(action.request);
              const end = { cost: action.amount, booked: action.amount, keyAmounts: parts };
              void storage.requests.finish(id, makeEnd(end));
              expected.set(id, { status: 'ok', cost: action.amount, parts });
            }
          }
        }
        for (const [id, { status }] of expected) expect(storage.requests.get(id)?.status).toBe(status);
        const booked = [...expected.values()].filter(({ status }) => status !== 'running');
        const sum = booked.reduce((total, { cost }) => total + cost, 0);
        const sumOf = (key: string) =>
          booked
            .flatMap(({ parts }) => parts)
            .reduce((total, { keyId, amount }) => total + (keyId === key ? amount : 0), 0);
        const sums = [sum, sum, sumOf('key_1'), sumOf('key_2')];
        const read = (from: Storage) => [
          from.spend.spent('token', 'tok_1', NOON, NOON + DAY),
          from.spend.spent('workspace', 'ws_personal', NOON - 20 * DAY, NOON + DAY),
          ...['key_1', 'key_2'].map((key) => from.spend.spent('key', key, NOON, NOON + DAY)),
        ];
        expect(read(storage)).toEqual(sums);
        await storage.close();
        const again = openStorage({ file, nativeBinding: null, now: () => NOON });
        expect(read(again)).toEqual(sums);
        await again.close();
      }),
      { numRuns: 40 },
    );
  });

  it('book a request to the quarter it began in, for its token, its workspace and the keys it was spent with', () => {
    const { requests, spend } = openTestStorage();
    requests.start(makeStart({ startedAt: NOON - 1 }));
    const keyAmounts = [
      { keyId: 'key_1', amount: 12 },
      { keyId: 'key_2', amount: 3 },
    ];
    requests.finish('req_1', makeEnd({ cost: null, booked: 15, keyAmounts }));
    expect(spend.spent('token', 'tok_1', NOON - DAY, NOON)).toBe(15);
    expect(spend.spent('key', 'key_1', NOON - DAY, NOON)).toBe(12);
    expect(spend.spent('key', 'key_2', NOON - DAY, NOON)).toBe(3);
    expect(spend.spent('key', 'key_1', NOON, NOON + DAY)).toBe(0);
    expect(spend.spent('key', 'key_1', NOON - DAY, NOON - 900_000)).toBe(0);
    expect(spend.spent('token', 'tok_2', NOON - DAY, NOON)).toBe(0);
  });
});

describe('calls with a key', () => {
  it('are known after a crash, whether they were answered, failed or under way, and none twice', async () => {
    const file = makeDatabaseFile();
    const storage = openStorage({ file, nativeBinding: null, now: () => NOON });
    onTestFinished(() => storage.close());
    const { requests } = storage;
    // Answered before its owner set a limit.
    requests.start(makeStart({ id: 'req_0', startedAt: NOON }));
    void requests.finish('req_0', makeEnd());
    requests.start(makeStart({ id: 'req_1', startedAt: NOON + 1 }));
    for (const at of [10, 20]) requests.attempt('req_1', 'key_1', NOON + at);
    requests.attempt('req_1', 'key_2', NOON + 30);
    void requests.finish('req_1', makeEnd());
    requests.start(makeStart({ id: 'req_2', startedAt: NOON + 40 }));
    requests.attempt('req_2', 'key_1', NOON + 41);
    requests.flush();
    const next = crash(file).storage;
    onTestFinished(() => next.close());
    next.requests.markInterrupted();
    const since = (key: string, limit = 10) =>
      next.spend.recentStarts('key', key, NOON, limit).map((at) => at - NOON);
    expect(since('key_1')).toEqual([0, 10, 20, 41]);
    expect(since('key_1', 2)).toEqual([20, 41]);
    expect(since('key_2')).toEqual([30]);
  });
});

describe('the journal', () => {
  function makeJournal(largestFile: number) {
    const file = path.join(makeFolder(), 'log.db');
    const log = openLog({ file, nativeBinding: null });
    onTestFinished(log.close);
    const folder = path.join(path.dirname(file), 'log-journal');
    const writer = openJournalWriter({ folder, onWritten: () => {}, largestFile });
    onTestFinished(writer.close);
    return { log, folder, writer };
  }

  it('goes on in a new file when one is large, and leaves none behind that was taken over', () => {
    const { log, folder, writer } = makeJournal(4_000);
    for (let index = 0; index < 30; index += 1) {
      writer.append(encodeStart(makeStart({ id: `req_${index}`, startedAt: NOON + index })));
      void writer.commit(encodeEnd(`req_${index}`, makeEnd()), true);
    }
    expect(readdirSync(folder).length).toBeGreaterThan(3);
    log.catchUp();
    expect(readdirSync(folder)).toHaveLength(1);
    const page = log.reader.list({ limit: 100 });
    expect(page.data).toHaveLength(30);
    expect(page.data.every(({ status }) => status === 'ok')).toBe(true);
  });

  it('loses one damaged line and no other', () => {
    const { log, folder, writer } = makeJournal(1e9);
    for (const id of ['a', 'b', 'c']) writer.append(encodeStart(makeStart({ id })));
    writer.flush();
    const file = path.join(folder, readdirSync(folder)[0] ?? '');
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [lines[0], 'S\t{"id": "b', '\u0000\u0000', lines[2], ''].join('\n'));
    log.catchUp();
    expect(log.reader.list({ limit: 9 }).data.map(({ id }) => id)).toEqual(['c', 'a']);
  });

  it('leaves half a line for later', () => {
    const { log, folder, writer } = makeJournal(1e9);
    writer.append(encodeStart(makeStart({ id: 'whole' })));
    writer.flush();
    const file = path.join(folder, readdirSync(folder)[0] ?? '');
    const half = encodeStart(makeStart({ id: 'half' }));
    writeFileSync(file, half.slice(0, 40), { flag: 'a' });
    log.catchUp();
    expect(log.reader.get('half')).toBeNull();
    writeFileSync(file, half.slice(40), { flag: 'a' });
    log.catchUp();
    expect(log.reader.get('half')?.status).toBe('running');
  });

  it('takes lines longer than it reads at once', () => {
    const { log, writer } = makeJournal(1e9);
    writer.append(encodeStart(makeStart({ requested: 'x'.repeat(3_000_000) })));
    writer.append(encodeStart(makeStart({ id: 'after' })));
    writer.flush();
    log.catchUp();
    expect(log.reader.get('after')?.status).toBe('running');
    expect(log.reader.get('req_1')?.requested).toHaveLength(3_000_000);
  });

  it('tells the request whose end could not be written, alone or with others', async () => {
    const folder = makeFolder();
    symlinkSync('/dev/full', path.join(folder, '00000001.jsonl'));
    const writer = openJournalWriter({ folder, onWritten: () => {} });
    expect(() => writer.commit('E', true)).toThrow('ENOSPC');
    await expect(writer.commit('E', false)).rejects.toThrow('ENOSPC');
  });
});

it('takes the rows over that were kept in the main database once', () => {
  const file = makeDatabaseFile();
  const old = new Database(file);
  migrate(
    old,
    MIGRATIONS.filter(({ version }) => version <= 30),
  );
  const insert = old.prepare(`
    INSERT INTO requests (id, started_at, status, workspace_id, client_id, requested, dialect, stream, cost_nano_usd)
    VALUES (?, ?, ?, 'w', 'cli', 'm', 'openai-chat', 0, 7)`);
  insert.run('done', NOON, 'ok');
  insert.run('left', NOON + 1, 'running');
  old.close();
  const { requests } = openTestStorage(file);
  expect(requests.totals(0)).toMatchObject({ requests: 2, costNanoUsd: 14, savedNanoUsd: 0 });
  expect(requests.get('left')?.status).toBe('interrupted');
  const main = new Database(file, { readonly: true });
  expect(main.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'requests'").get()).toBeUndefined();
  main.close();
});

function at<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error('not there');
  return value;
}
