import type { Database } from 'better-sqlite3';
import type { RequestEnd, RequestStart } from '../gateway/ports';
import { createGroupCommit } from './group-commit';
import { createRequestReader } from './request-reader';
import { createSettingTable } from './setting-table';
import type { RequestTable } from './types';

/** Up to this row all are complete. Looking for running ones needs no index then, which every request would pay for. */
const SETTLED = 'log.settled';
const NOTE_EVERY = 1000;

export function createRequestTable(database: Database): RequestTable {
  const settings = createSettingTable(database);
  const interrupt = database.prepare<[number]>(
    "UPDATE requests SET status = 'interrupted' WHERE seq > ? AND status = 'running'",
  );
  return {
    ...createRequestReader(database),
    ...createWriter(database, (seq) => settings.set(SETTLED, String(seq))),
    markInterrupted: () => interrupt.run(Number(settings.get(SETTLED) ?? 0)).changes,
  };
}

/** One row at a time while one request runs; the rows of one turn of the event loop together while many do. */
function createWriter(database: Database, noteSettled: (seq: number) => void) {
  const commit = createGroupCommit(database);
  const insert = createStart(database);
  const update = createFinish(database);
  let running = 0;
  /** Rows being served, by their place in the table: completing one need not look for it. */
  const places = new Map<string, number>();
  let newest = 0;
  let completed = 0;
  const note = () => {
    // The first one is the oldest: they are begun in the order of their rows.
    const oldest: number | undefined = places.values().next().value;
    if (newest > 0) noteSettled(oldest === undefined ? newest : oldest - 1);
  };
  return {
    start(row: RequestStart): void {
      running += 1;
      const begin = () => {
        newest = insert(row);
        places.set(row.id, newest);
      };
      void commit.write(begin, running === 1)?.catch(() => {
        // The end of a row that could not be begun says so to its request.
      });
    },
    finish(id: string, end: RequestEnd): Promise<void> | null {
      running = Math.max(0, running - 1);
      const complete = () => {
        update(id, places.get(id) ?? null, end);
        places.delete(id);
        completed += 1;
        if (completed % NOTE_EVERY === 0) note();
      };
      return commit.write(complete, running === 0);
    },
    flush() {
      commit.flush();
      note();
    },
  };
}

/** On the way of every request: one INSERT, no more. */
function createStart(database: Database): (row: RequestStart) => number {
  const insert = database.prepare<[Omit<RequestStart, 'stream'> & { readonly stream: number }]>(`
    INSERT INTO requests (id, started_at, status, workspace_id, client_id, token_id, token_name, requested,
      alias, dialect, stream)
    VALUES (@id, @startedAt, 'running', @workspaceId, @clientId, @tokenId, @tokenName, @requested,
      @alias, @dialect, @stream)
  `);
  return (row) => Number(insert.run({ ...row, stream: Number(row.stream) }).lastInsertRowid);
}

/** A row is completed once: a second end, or the end of a row that is not there, changes nothing. */
function createFinish(database: Database): (id: string, place: number | null, end: RequestEnd) => void {
  const sql = `
    UPDATE requests SET status = @status, http_status = @httpStatus, error_code = @errorCode,
      provider = @provider, model = @model, key_id = @keyId, key_label = @keyLabel, key_scope = @keyScope,
      fallback_from = @fallbackFrom, attempt_count = @attemptCount, first_token_ms = @firstTokenMs,
      total_ms = @totalMs, input_tokens = @input, output_tokens = @output, cached_tokens = @cached,
      reasoning_tokens = @reasoning, usage_estimated = @estimated, cost_nano_usd = @cost, trace = @trace
    WHERE `;
  const byPlace = database.prepare<[StoredEnd]>(`${sql} seq = @place AND status = 'running'`);
  const byId = database.prepare<[StoredEnd]>(`${sql} id = @id AND status = 'running'`);
  return (id, place, end) => {
    const update = place === null ? byId : byPlace;
    update.run({ ...toStoredEnd(id, end), place });
  };
}

type StoredEnd = ReturnType<typeof toStoredEnd> & { readonly place: number | null };

function toStoredEnd(id: string, { usage, trace, ...end }: RequestEnd) {
  return {
    ...end,
    id,
    input: usage?.input ?? null,
    output: usage?.output ?? null,
    cached: usage?.cached ?? null,
    reasoning: usage?.reasoning ?? null,
    estimated: usage === null ? null : Number(usage.estimated),
    trace: JSON.stringify(trace),
  };
}
