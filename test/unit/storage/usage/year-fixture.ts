import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { encodeCounts } from '../../../../src/main/storage/usage/latency-counts';
import { COUNTERS } from '../../../../src/main/storage/usage/usage-tables';
import { dayAfter } from '../../../../src/shared/time/calendar';
import { makeRow, openUsage } from './usage-fixtures';

const DAYS = 365;
const MODELS = 30;
const STEPS = 30;
const NEW_YEAR = 20_260_101;

/** As much as there can be: every model, alias, key and token is used on every day, with all kinds of latencies. */
export function openYear() {
  const folder = mkdtempSync(join(tmpdir(), 'spidergate-year-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const usage = openUsage('Europe/Berlin', new Database(join(folder, 'log.db')));
  const rows = Array.from({ length: MODELS }, (_, index) =>
    makeRow({
      startedAt: Date.UTC(2026, 0, 1, 12),
      provider: `provider-${index % 12}`,
      model: `model-${index}`,
      alias: `alias-${index % 26}`,
      tokenId: `token-${index % 10}`,
      keyId: `key-${index % 15}`,
      workspaceId: `workspace-${index % 3}`,
    }),
  );
  usage.add(...rows);
  multiply(usage.database, Math.ceil(10_000_000 / DAYS / MODELS));
  repeatDay(usage.database);
  return usage;
}

function multiply(database: Database.Database, factor: number): void {
  const spread = encodeCounts(
    new Map(Array.from({ length: STEPS }, (_, index) => [40 + index, Math.ceil(factor / STEPS)])),
  );
  const sums = COUNTERS.map((name) => `${name} = ${name} * @factor`).join(', ');
  database
    .prepare(`UPDATE usage_days SET ${sums}, total_spread = @spread, first_token_spread = @spread`)
    .run({ factor, spread });
}

function repeatDay(database: Database.Database): void {
  const numbers = [...COUNTERS, 'total_spread', 'first_token_spread'].join(', ');
  const repeat = database.prepare(
    `INSERT INTO usage_days SELECT dimension, ?, member, ${numbers} FROM usage_days WHERE start = ${NEW_YEAR}`,
  );
  database.transaction(() => {
    let day = NEW_YEAR;
    for (let count = 1; count < DAYS; count += 1) {
      day = dayAfter(day);
      repeat.run(day);
    }
  })();
}
