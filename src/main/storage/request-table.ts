import type { Database } from 'better-sqlite3';
import type { RequestEnd, RequestStart } from '../gateway/ports';
import { createGroupCommit } from './group-commit';
import { createRequestReader } from './request-reader';
import type { RequestTable } from './types';

export function createRequestTable(database: Database): RequestTable {
  const interrupt = database.prepare<[]>(
    "UPDATE requests SET status = 'interrupted' WHERE status = 'running'",
  );
  return {
    ...createRequestReader(database),
    ...createWriter(database),
    markInterrupted: () => interrupt.run().changes,
  };
}

/** One row at a time while one request runs; the rows of one turn of the event loop together while many do. */
function createWriter(database: Database) {
  const commit = createGroupCommit(database);
  const insert = createStart(database);
  const update = createFinish(database);
  let running = 0;
  /** Rows being served, by their place in the table: completing one need not look for it. */
  const places = new Map<string, number | bigint>();
  return {
    start(row: RequestStart): void {
      running += 1;
      const begin = () => void places.set(row.id, insert(row));
      void commit.write(begin, running === 1)?.catch(() => {
        // The end of a row that could not be begun says so to its request.
      });
    },
    finish(id: string, end: RequestEnd): Promise<void> | null {
      running = Math.max(0, running - 1);
      const complete = () => {
        update(id, places.get(id) ?? null, end);
        places.delete(id);
      };
      return commit.write(complete, running === 0);
    },
    flush: commit.flush,
  };
}

/** On the way of every request: one INSERT, no more. */
function createStart(database: Database): (row: RequestStart) => number | bigint {
  const insert = database.prepare<[Omit<RequestStart, 'stream'> & { readonly stream: number }]>(`
    INSERT INTO requests (id, started_at, status, workspace_id, client_id, token_id, token_name, requested,
      alias, dialect, stream)
    VALUES (@id, @startedAt, 'running', @workspaceId, @clientId, @tokenId, @tokenName, @requested,
      @alias, @dialect, @stream)
  `);
  return (row) => insert.run({ ...row, stream: Number(row.stream) }).lastInsertRowid;
}

/** A row is completed once: a second end, or the end of a row that is not there, changes nothing. */
function createFinish(
  database: Database,
): (id: string, place: number | bigint | null, end: RequestEnd) => void {
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

type StoredEnd = ReturnType<typeof toStoredEnd> & { readonly place: number | bigint | null };

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
