import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { FinishedRow } from '../../../../src/main/storage/usage/types';
import { dayAfter } from '../../../../src/shared/time/calendar';
import { makeRow, openUsage, type UsageWorld } from './usage-fixtures';

const DAYS = 365;
/** As far as can be asked by hour, and a day more. */
const DAYS_BY_HOUR = 33;
const REQUESTS = 10_000_000;
const DAY_MS = 86_400_000;
const NEW_YEAR = { day: 20_260_101, start: Date.UTC(2025, 11, 31, 23) };

/**
 * A year of somebody with 30 models of 12 providers, 15 keys, 26 aliases, ten tokens and three workspaces, who meets
 * each of 240 sets of them in every hour, with all kinds of latencies. Hours are there for January.
 */
export function openYear() {
  const folder = mkdtempSync(join(tmpdir(), 'spidergate-year-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const usage = openUsage('Europe/Berlin', new Database(join(folder, 'log.db')));
  const sets = listSets();
  const perHour = Math.ceil(REQUESTS / DAYS / 24);
  for (let hour = 0; hour < 24; hour += 1) {
    usage.add(...Array.from({ length: perHour }, (_, index) => makeHourRow(sets, hour, index)));
  }
  settle(usage);
  repeatHours(usage.database);
  repeatDay(usage.database);
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

/** No two latencies of one set in one hour are alike, and each hour has others. */
function makeHourRow(sets: readonly Partial<FinishedRow>[], hour: number, index: number): FinishedRow {
  const totalMs = 200 * 1.4 ** ((index / sets.length) * 2 + ((hour * 7 + index) % 13) / 13);
  return makeRow({
    ...sets[index % sets.length],
    startedAt: NEW_YEAR.start + hour * (DAY_MS / 24) + index,
    totalMs,
    firstTokenMs: totalMs / 4,
    input: 1000 + ((index * 37) % 5000),
    output: 100 + ((index * 11) % 900),
    costNanoUsd: 100_000 + ((index * 7919) % 90_000_000),
    isFallback: index % 17 === 0,
    status: index % 50 === 0 ? 'error' : 'ok',
  });
}

/** Until nothing is open any more: most of a year is not. */
function settle(usage: UsageWorld): void {
  const countOpen = usage.database.prepare('SELECT COUNT(*) FROM usage_open').pluck();
  while (countOpen.get() !== 0) usage.add(makeHourRow(listSets(), 0, 1));
}

function repeatHours(database: Database.Database): void {
  database
    .prepare(`
      INSERT INTO usage_hour_packs (start, pack)
      WITH RECURSIVE days (day) AS (SELECT 1 UNION ALL SELECT day + 1 FROM days WHERE day + 1 < ${DAYS_BY_HOUR})
      SELECT start + day * ${DAY_MS}, pack FROM days CROSS JOIN (SELECT * FROM usage_hour_packs) ORDER BY 1
    `)
    .run();
}

function repeatDay(database: Database.Database): void {
  const repeat = database.prepare(
    `INSERT INTO usage_day_packs (start, pack) SELECT ?, pack FROM usage_day_packs WHERE start = ${NEW_YEAR.day}`,
  );
  database.transaction(() => {
    let day = NEW_YEAR.day;
    for (let count = 1; count < DAYS; count += 1) {
      day = dayAfter(day);
      repeat.run(day);
    }
  })();
}
