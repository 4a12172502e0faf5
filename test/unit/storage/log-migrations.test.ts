import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { createSpendTable } from '../../../src/main/storage/journal/spend-table';
import { LOG_MIGRATIONS } from '../../../src/main/storage/log-migrations';
import { migrate } from '../../../src/main/storage/migrate';
import { createOldRows } from '../../../src/main/storage/usage/old-rows';
import { createPackTable } from '../../../src/main/storage/usage/pack-table';
import { addPack, countIn, type SetCounts } from '../../../src/main/storage/usage/usage-pack';
import { COUNTERS } from '../../../src/main/storage/usage/usage-tables';

it('0040 begins to count calls and leaves what was there', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 30),
  );
  database.exec("INSERT INTO spend_quarters VALUES ('key', 'k', 0, 7)");
  migrate(database, LOG_MIGRATIONS);
  expect(createSpendTable(database).list(0)).toHaveLength(1);
  expect(database.prepare('SELECT COUNT(*) FROM key_attempts').pluck().get()).toBe(0);
});

it('0050 turns quarters of an hour into hours and days, and loses no request and no latency', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 40),
  );
  const spread = Uint8Array.of(40, 2);
  const numbers = COUNTERS.map(() => 2);
  const marks = Array.from({ length: 7 + COUNTERS.length + 2 }, () => '?').join(', ');
  const put = database.prepare(`INSERT INTO usage_quarters VALUES (${marks})`);
  const NOON = Date.UTC(2026, 10, 22, 12);
  for (const minutes of [0, 15, 45, 60])
    put.run(NOON + minutes * 60_000, 1, 2, 3, 4, 5, 6, ...numbers, spread, spread);
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 50),
  );
  const read = (table: string) =>
    database.prepare(`SELECT start, requests, total_spread AS spread FROM ${table} ORDER BY start`).all();
  const hour = (start: number, times: number) => ({
    start,
    requests: 2 * times,
    spread: Buffer.concat(Array.from({ length: times }, () => spread)),
  });
  expect(read('usage_hour_sets')).toEqual([hour(NOON, 3), hour(NOON + 3_600_000, 1)]);
  expect(read('usage_day_sets')).toEqual([hour(20_261_122, 4)]);
});

it('0060 packs hours and days, and loses no set, no number and no latency, whatever their order', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 50),
  );
  const marks = Array.from({ length: 7 + COUNTERS.length + 2 }, () => '?').join(', ');
  const numbers = COUNTERS.map((_, index) => 10 ** Math.min(12, index));
  const put = (table: string, start: number, model: number, spread: Uint8Array) =>
    database
      .prepare(`INSERT INTO ${table} VALUES (${marks})`)
      .run(start, 1, model, 3, 0, 5, 6, ...numbers, spread, new Uint8Array(0));
  const NOON = Date.UTC(2026, 10, 22, 12);
  // One step twice, as 0050 left it, and a count beyond one byte.
  put('usage_hour_sets', NOON, 2, Uint8Array.of(40, 2, 39, 1, 40, 200, 3));
  put('usage_hour_sets', NOON, 7, Uint8Array.of(1, 1));
  put('usage_hour_sets', NOON + 3_600_000, 2, Uint8Array.of(40, 1));
  put('usage_day_sets', 20_261_122, 2, Uint8Array.of(40, 5));
  migrate(database, LOG_MIGRATIONS);
  // Since then something was counted in one of the hours.
  const again: SetCounts = new Map();
  countIn(again, 2).totalSpread.set(50, 1);
  createPackTable(database, 'usage_hour_packs').add(NOON + 3_600_000, again);
  const oldHours = createOldRows(database, 'hour');
  // The hour that is asked for, and then whatever is left.
  oldHours.packBetween(NOON, NOON + 1);
  while (oldHours.packSome()) {}
  const sets = database
    .prepare('SELECT id, provider, model, alias, token, key, workspace FROM usage_sets')
    .raw();
  expect(sets.all()).toEqual([
    [1, 1, 2, 3, 0, 5, 6],
    [2, 1, 7, 3, 0, 5, 6],
  ]);
  const read = (table: string) =>
    database
      .prepare<[], { start: number; pack: Uint8Array }>(`SELECT start, pack FROM ${table} ORDER BY start`)
      .all()
      .map(({ start, pack }) => {
        const counted: SetCounts = new Map();
        addPack(counted, pack);
        return [start, [...counted].map(([set, count]) => [set, count.totalSpread])];
      });
  expect(read('usage_hour_packs')).toEqual([
    [
      NOON,
      [
        [
          1,
          new Map([
            [40, 2 + 72 + 3 * 128],
            [39, 1],
          ]),
        ],
        [2, new Map([[1, 1]])],
      ],
    ],
    [
      NOON + 3_600_000,
      [
        [1, new Map([[40, 1]])],
        [2, new Map([[50, 1]])],
      ],
    ],
  ]);
  expect(read('usage_day_packs')).toEqual([[20_261_122, [[1, new Map([[40, 5]])]]]]);
  const first = database.prepare<[], Uint8Array>('SELECT pack FROM usage_day_packs').pluck().get();
  const counted: SetCounts = new Map();
  if (first) addPack(counted, first);
  expect(counted.get(1)).toMatchObject(
    Object.fromEntries(COUNTERS.map((name, index) => [name, numbers[index]])),
  );
});

it('0030 keeps what was booked, once, and what still runs', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 20),
  );
  const DAY = Date.UTC(2026, 10, 22);
  const book = database.prepare("INSERT INTO spend VALUES ('token', 't', ?, ?, 7, 2)");
  for (const period of ['day', 'week', 'month']) book.run(period, DAY);
  database.exec("INSERT INTO running VALUES ('req_1', 1, 5, 'w', 't', NULL, 9, 1, 2, 3)");
  migrate(database, LOG_MIGRATIONS);
  expect(createSpendTable(database).list(0)).toEqual([
    { scope: 'token', id: 't', start: DAY, costNanoUsd: 7 },
  ]);
  expect(database.prepare('SELECT id, reserved_nano_usd AS reserved FROM running').get()).toEqual({
    id: 'req_1',
    reserved: 9,
  });
});

it('0070 keeps what running requests have set aside, and with which key', () => {
  const database = new Database(':memory:');
  onTestFinished(() => void database.close());
  migrate(
    database,
    LOG_MIGRATIONS.filter(({ version }) => version <= 60),
  );
  database.exec(
    "INSERT INTO running VALUES ('with', 1, 0, 'w', NULL, 'k', 7), ('without', 2, 0, 'w', NULL, NULL, 8)",
  );
  migrate(database, LOG_MIGRATIONS);
  expect(
    database.prepare('SELECT id, reserved_nano_usd AS amount, key_amounts AS keys FROM running').all(),
  ).toEqual([
    { id: 'with', amount: 7, keys: '[["k",7]]' },
    { id: 'without', amount: 8, keys: '[]' },
  ]);
});
