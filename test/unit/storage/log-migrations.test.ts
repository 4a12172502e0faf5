import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { createSpendTable } from '../../../src/main/storage/journal/spend-table';
import { LOG_MIGRATIONS } from '../../../src/main/storage/log-migrations';
import { migrate } from '../../../src/main/storage/migrate';

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
