import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { FinishedRow } from '../../../../src/main/storage/usage/types';
import { COUNTERS } from '../../../../src/main/storage/usage/usage-tables';
import { dayAfter } from '../../../../src/shared/time/calendar';
import { makeRow, openUsage } from './usage-fixtures';

const DAYS = 365;
const REQUESTS = 10_000_000;
const NEW_YEAR = 20_260_101;

/**
 * A year of somebody with 30 models of 12 providers, 15 keys, 26 aliases, ten tokens and three workspaces, who meets
 * each of 240 sets of them on every day, with all kinds of latencies.
 */
export function openYear() {
  const folder = mkdtempSync(join(tmpdir(), 'spidergate-year-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const usage = openUsage('Europe/Berlin', new Database(join(folder, 'log.db')));
  const rows = listSets().flatMap((set) => Array.from({ length: 10 }, (_, index) => makeDayRow(set, index)));
  usage.add(...rows);
  multiply(usage.database, Math.ceil(REQUESTS / DAYS / rows.length));
  repeatDay(usage.database, 'usage_days', 'dimension', 'member');
  repeatDay(usage.database, 'usage_day_sets', 'provider, model, alias, token, key', 'workspace');
  return usage;
}

/** Three aliases a token, six places an alias; a third of the providers has two keys. */
function listSets(): readonly Partial<FinishedRow>[] {
  const sets: Partial<FinishedRow>[] = [];
  for (let place = 0; place < 10 * 3 * 6; place += 1) {
    const token = Math.floor(place / 18);
    const alias = Math.floor(place / 6) % 26;
    const model = (alias * 5 + (place % 6) * 7) % 30;
    const provider = model % 12;
    for (let key = 0; key < (provider % 3 === 0 ? 2 : 1); key += 1)
      sets.push({
        provider: `provider-${provider}`,
        model: `model-${model}`,
        alias: `alias-${alias}`,
        tokenId: `token-${token}`,
        keyId: `key-${provider}-${key}`,
        workspaceId: `workspace-${token % 3}`,
      });
  }
  return sets;
}

function makeDayRow(set: Partial<FinishedRow>, index: number): FinishedRow {
  const totalMs = 200 * 1.4 ** index;
  return makeRow({ ...set, startedAt: Date.UTC(2026, 0, 1, 12), totalMs, firstTokenMs: totalMs / 4 });
}

function multiply(database: Database.Database, factor: number): void {
  const sums = COUNTERS.map((name) => `${name} = ${name} * @factor`).join(', ');
  for (const table of ['usage_days', 'usage_day_sets'])
    database.prepare(`UPDATE ${table} SET ${sums}`).run({ factor });
}

function repeatDay(database: Database.Database, table: string, before: string, after: string): void {
  const rest = [after, ...COUNTERS, 'total_spread', 'first_token_spread'].join(', ');
  const repeat = database.prepare(
    `INSERT INTO ${table} (${before}, start, ${rest}) SELECT ${before}, ?, ${rest} FROM ${table} WHERE start = ${NEW_YEAR}`,
  );
  database.transaction(() => {
    let day = NEW_YEAR;
    for (let count = 1; count < DAYS; count += 1) {
      day = dayAfter(day);
      repeat.run(day);
    }
  })();
}
