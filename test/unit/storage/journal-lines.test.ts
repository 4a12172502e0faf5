import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/main/storage';
import {
  decodeLine,
  encodeEnd,
  encodeReserve,
  encodeStart,
  encodeWhole,
} from '../../../src/main/storage/journal/journal-line';
import { makeDatabaseFile, makeEnd, makeStart, NOON, openTestStorage } from './storage-fixtures';

function open() {
  const file = makeDatabaseFile();
  const storage = openStorage({ file, nativeBinding: null, now: () => NOON });
  const folder = path.join(path.dirname(file), 'log-journal');
  const letters = () =>
    readdirSync(folder)
      .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
      .map((line) => line.slice(0, 1))
      .join('');
  return { storage, letters };
}

it('a request that is over at once is one line, one that lasts has a line from its start on', async () => {
  const { storage, letters } = open();
  storage.requests.start(makeStart({ id: 'short' }));
  await storage.requests.finish('short', makeEnd());
  expect(letters()).toBe('W');
  storage.requests.start(makeStart({ id: 'long' }));
  await sleep(60);
  expect(letters()).toBe('WS');
  await storage.requests.finish('long', makeEnd());
  expect(letters()).toBe('WSE');
  expect(storage.requests.get('short')).toMatchObject({ status: 'ok', trace: makeEnd().trace });
  expect(storage.requests.get('long')).toMatchObject({ status: 'ok', trace: makeEnd().trace });
  await storage.close();
});

it('a request that money is set aside for has its line before a provider is called', async () => {
  const { storage, letters } = open();
  storage.requests.start(makeStart({ id: 'paid', reserved: 5 }));
  storage.requests.flush();
  expect(letters()).toBe('S');
  await storage.close();
});

it('lines say the same by position as they did by name in files of earlier versions', () => {
  const start = makeStart();
  const { trace: _, ...end } = makeEnd();
  const { keyAmounts: __, ...named } = end;
  expect(decodeLine(encodeStart(start).trimEnd())).toEqual({ kind: 'start', start });
  expect(decodeLine(`S\t${JSON.stringify(start)}`)).toEqual({ kind: 'start', start });
  const ended = { kind: 'end', end: { id: start.id, ...end }, trace: expect.any(String) };
  expect(decodeLine(encodeEnd(start.id, makeEnd()).trimEnd())).toEqual(ended);
  expect(decodeLine(`E\t${JSON.stringify({ id: start.id, ...named })}\t{}`)).toEqual(ended);
  expect(decodeLine(encodeWhole(start, makeEnd()).trimEnd())).toEqual({ ...ended, kind: 'whole', start });
  for (const line of ['W\t[]\t[]', 'S\t[1]', 'E\t["id"]', 'X\t["id"]\t[]', 'S\t[']) {
    expect(decodeLine(line)).toBeNull();
  }
});

describe('what keys are booked', () => {
  const id = 'req_1';
  const keyAmounts = [
    { keyId: 'key_2', amount: 5 },
    { keyId: 'key_1', amount: 2 },
  ];
  const valuesOf = (line: string): unknown[] => JSON.parse(line.split('\t')[1] ?? '');

  it('is in the line of an end only where it is not all with the key that served', () => {
    for (const end of [makeEnd(), makeEnd({ keyId: null }), makeEnd({ booked: 0 })]) {
      const line = encodeEnd(id, end);
      expect(valuesOf(line)).toHaveLength(18);
      expect(decodeLine(line.trimEnd())).toMatchObject({ end: { keyAmounts: end.keyAmounts } });
    }
    for (const end of [
      makeEnd({ booked: 7, keyAmounts }),
      makeEnd({ keyId: null, booked: 7, keyAmounts }),
      makeEnd({ booked: 7, keyAmounts: [{ keyId: 'key_1', amount: 2 }] }),
    ]) {
      for (const line of [encodeEnd(id, end), encodeWhole(makeStart({ id }), end)]) {
        expect(decodeLine(line.trimEnd())).toMatchObject({ end: { booked: 7, keyAmounts: end.keyAmounts } });
      }
    }
  });

  it('is read of what is set aside, also as earlier versions wrote it, who knew one key', () => {
    const reserve = { id, amount: 9, keyAmounts };
    expect(decodeLine(encodeReserve(reserve).trimEnd())).toEqual({ kind: 'reserve', reserve });
    const read = (keyId: string | null) => decodeLine(`R\t${JSON.stringify({ id, amount: 9, keyId })}`);
    expect(read('k')).toMatchObject({ reserve: { amount: 9, keyAmounts: [{ keyId: 'k', amount: 9 }] } });
    expect(read(null)).toMatchObject({ reserve: { amount: 9, keyAmounts: [] } });
  });
});

it('shows a request that has only just begun to whoever asks the log', async () => {
  const storage = openTestStorage();
  storage.requests.start(makeStart({ id: 'now' }));
  const { data } = await storage.log.list({ limit: 10 });
  expect(data).toMatchObject([{ id: 'now', status: 'running' }]);
});
