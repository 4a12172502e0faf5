import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import type { RequestStart } from '../../gateway/ports';
import type { KeyAmount } from '../../gateway/types';
import { parseJsonColumn } from '../json-column';
import type { StoredEnd } from './journal-line';
import { packKeyAmounts, unpackKeyAmounts } from './key-amounts';

/** One request as far as the journal tells. */
export interface LogRow {
  readonly start: RequestStart;
  /** Its place in the table; `null`: not there yet. */
  seq: number | null;
  reserved: number;
  keyAmounts: readonly KeyAmount[];
  end: StoredEnd | null;
  trace: string | null;
}

type Value = string | number | null;

const START_COLUMNS = [
  'id',
  'started_at',
  'workspace_id',
  'client_id',
  'token_id',
  'token_name',
  'requested',
  'alias',
  'dialect',
  'stream',
] as const;

const END_COLUMNS = [
  'status',
  'http_status',
  'error_code',
  'provider',
  'model',
  'key_id',
  'key_label',
  'key_scope',
  'fallback_from',
  'attempt_count',
  'first_token_ms',
  'total_ms',
  'input_tokens',
  'output_tokens',
  'cached_tokens',
  'reasoning_tokens',
  'usage_estimated',
  'cost_nano_usd',
  'cost_source',
  'saved_nano_usd',
  'trace',
] as const;

export interface LogRows {
  /** Inserts or completes, whichever is due. */
  write(row: LogRow): void;
  /** A row that was begun before this process, or before this table was opened. */
  findRunning(id: string): LogRow | null;
  listRunning(): readonly LogRow[];
}

/** Writes whole rows by position: names would cost more than the rest. Runs inside the caller's transaction. */
export function createLogRows(database: Database): LogRows {
  const columns = [...START_COLUMNS, ...END_COLUMNS];
  const insert: Statement<Value[]> = database.prepare(
    `INSERT INTO requests (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (id) DO NOTHING`,
  );
  const complete: Statement<Value[]> = database.prepare(
    `UPDATE requests SET ${END_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE seq = ? AND status = 'running'`,
  );
  const running = createRunningTable(database);
  return {
    ...running,
    write(row) {
      const wasThere = row.seq !== null;
      if (row.seq === null) {
        const result = insert.run(...toStartValues(row.start), ...toEndValues(row));
        row.seq = Number(result.lastInsertRowid);
      } else if (row.end) {
        complete.run(...toEndValues(row), row.seq);
      }
      if (!row.end) running.put(row, row.seq);
      else if (wasThere) running.remove(row.start.id);
    },
  };
}

interface StoredRunning extends Pick<RequestStart, 'id'> {
  readonly seq: number;
  readonly started_at: number;
  readonly workspace_id: string;
  readonly client_id: string;
  readonly token_id: string | null;
  readonly token_name: string | null;
  readonly requested: string;
  readonly alias: string | null;
  readonly dialect: string;
  readonly stream: number;
  readonly key_amounts: string;
  readonly reserved_nano_usd: number;
}

const keyAmountPairs = z.array(z.tuple([z.string(), z.number()]));

function createRunningTable(database: Database) {
  const upsert: Statement<Value[]> = database.prepare(`
    INSERT INTO running (id, seq, started_at, workspace_id, token_id, key_amounts, reserved_nano_usd)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET key_amounts = excluded.key_amounts, reserved_nano_usd = excluded.reserved_nano_usd
  `);
  const remove = database.prepare<[string]>('DELETE FROM running WHERE id = ?');
  const select = `
    SELECT r.seq, r.id, r.started_at, r.workspace_id, r.client_id, r.token_id, r.token_name, r.requested, r.alias, r.dialect,
      r.stream, n.key_amounts, n.reserved_nano_usd
    FROM running n JOIN requests r ON r.seq = n.seq`;
  const one = database.prepare<[string], StoredRunning>(`${select} WHERE n.id = ?`);
  const all = database.prepare<[], StoredRunning>(`${select} ORDER BY r.seq`);
  return {
    put({ start, reserved, keyAmounts }: LogRow, seq: number): void {
      const { id, startedAt, workspaceId, tokenId } = start;
      upsert.run(
        id,
        seq,
        startedAt,
        workspaceId,
        tokenId,
        JSON.stringify(packKeyAmounts(keyAmounts)),
        reserved,
      );
    },
    remove: (id: string) => void remove.run(id),
    findRunning(id: string): LogRow | null {
      const stored = one.get(id);
      return stored ? toLogRow(stored) : null;
    },
    listRunning: () => all.all().map(toLogRow),
  };
}

function toLogRow(stored: StoredRunning): LogRow {
  return {
    start: {
      id: stored.id,
      startedAt: stored.started_at,
      workspaceId: stored.workspace_id,
      clientId: stored.client_id,
      tokenId: stored.token_id,
      tokenName: stored.token_name,
      requested: stored.requested,
      alias: stored.alias,
      dialect: stored.dialect,
      stream: stored.stream === 1,
      reserved: stored.reserved_nano_usd,
    },
    seq: stored.seq,
    reserved: stored.reserved_nano_usd,
    keyAmounts: unpackKeyAmounts(
      parseJsonColumn(keyAmountPairs, stored.key_amounts, `running.key_amounts of ${stored.id}`),
    ),
    end: null,
    trace: null,
  };
}

function toStartValues(start: RequestStart): Value[] {
  return [
    start.id,
    start.startedAt,
    start.workspaceId,
    start.clientId,
    start.tokenId,
    start.tokenName,
    start.requested,
    start.alias,
    start.dialect,
    Number(start.stream),
  ];
}

function toEndValues({ end, trace }: LogRow): Value[] {
  if (!end)
    return ['running', ...END_COLUMNS.slice(1).map((column) => (column === 'attempt_count' ? 0 : null))];
  const { usage } = end;
  return [
    end.status,
    end.httpStatus,
    end.errorCode,
    end.provider,
    end.model,
    end.keyId,
    end.keyLabel,
    end.keyScope,
    end.fallbackFrom,
    end.attemptCount,
    end.firstTokenMs,
    end.totalMs,
    usage?.input ?? null,
    usage?.output ?? null,
    usage?.cached ?? null,
    usage?.reasoning ?? null,
    usage === null ? null : Number(usage.estimated),
    end.cost,
    end.costSource,
    end.savedNanoUsd,
    trace,
  ];
}
