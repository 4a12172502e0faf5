import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { readReport } from '../../../../src/main/services/usage';
import { LOG_MIGRATIONS } from '../../../../src/main/storage/log-migrations';
import { migrate } from '../../../../src/main/storage/migrate';
import { createRollups } from '../../../../src/main/storage/usage/rollups';
import type { FinishedRow, UsageQuestion } from '../../../../src/main/storage/usage/types';
import { createUsageReader } from '../../../../src/main/storage/usage/usage-reader';
import type { UsageReport } from '../../../../src/shared/domain/usage';
import { createCalendar } from '../../../../src/shared/time/calendar';

export interface UsageWorld {
  readonly database: Database.Database;
  add(...rows: readonly FinishedRow[]): void;
  /** The answer as it is handed over. */
  ask(question: Partial<UsageQuestion>): Uint8Array;
  read(question: Partial<UsageQuestion>): UsageReport;
}

/** Roll-ups in a database of their own, in the time zone of a test. */
export function openUsage(zone = 'UTC', database = new Database(':memory:')): UsageWorld {
  onTestFinished(() => void database.close());
  migrate(database, LOG_MIGRATIONS);
  const calendar = createCalendar(zone);
  const rollups = createRollups({ database, calendar });
  const reader = createUsageReader({ database, calendar });
  const add = database.transaction((rows: readonly FinishedRow[]) => rollups.add(rows));
  const ask: UsageWorld['ask'] = (question) =>
    reader.read({ bucket: 'day', from: '2000-01-01', to: '2100-01-01', ...question } as UsageQuestion);
  return {
    database,
    ask,
    add: (...rows) => add(rows),
    read: (question) => readReport(ask(question)),
  };
}

export function makeRow(change: Partial<FinishedRow> = {}): FinishedRow {
  return {
    startedAt: Date.UTC(2026, 10, 22, 12),
    workspaceId: 'ws_1',
    clientId: 'cli_1',
    tokenId: 'tok_1',
    tokenName: 'ci-bot',
    keyId: 'key_1',
    keyLabel: 'personal',
    alias: 'spideriq/coding',
    provider: 'groq',
    model: 'openai/gpt-oss-120b',
    status: 'ok',
    isFallback: false,
    attemptCount: 1,
    input: 100,
    output: 20,
    cached: 10,
    reasoning: 5,
    costNanoUsd: 1_000_001,
    costSource: 'catalog',
    savedNanoUsd: 500,
    totalMs: 400,
    firstTokenMs: 100,
    ...change,
  };
}
