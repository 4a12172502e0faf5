import type { Database, Statement } from 'better-sqlite3';
import type { SpendBook } from '../gateway/ports';
import { unpackTrace } from './journal/trace-text';
import { buildRequestFilter } from './request-filter';
import { type StoredRequest, SUMMARY_COLUMNS, toSummary } from './request-row';
import type { RequestTable } from './types';

export interface RequestReader
  extends Pick<RequestTable, 'list' | 'get' | 'summary' | 'totals'>,
    Pick<SpendBook, 'recentStarts'> {}

const NO_TOTALS = { requests: 0, costNanoUsd: 0, savedNanoUsd: 0, estimated: 0, unknown: 0 };

type Filtered = Record<string, string | number>;

/** Everything that reads the log; needs no more than a read-only connection. */
export function createRequestReader(database: Database): RequestReader {
  const selectSummary = database.prepare<[string], StoredRequest>(
    `SELECT ${SUMMARY_COLUMNS} FROM requests WHERE id = ?`,
  );
  const selectDetail = database.prepare<[string], StoredRequest & { readonly trace: string | null }>(
    `SELECT ${SUMMARY_COLUMNS}, trace FROM requests WHERE id = ?`,
  );
  const selectTotals = database.prepare<[number], ReturnType<RequestReader['totals']>>(`
    SELECT COUNT(*) AS requests, COALESCE(SUM(cost_nano_usd), 0) AS costNanoUsd,
      COALESCE(SUM(saved_nano_usd), 0) AS savedNanoUsd,
      COALESCE(SUM(cost_source = 'estimated'), 0) AS estimated, COALESCE(SUM(cost_source = 'unknown'), 0) AS unknown
    FROM requests WHERE started_at >= ?
  `);
  // A request that its own limits refused was never admitted.
  const selectStarts = (column: string) =>
    database.prepare<[number, string, number], { readonly at: number }>(`
    SELECT started_at AS at FROM requests
    WHERE started_at >= ? AND ${column} = ? AND NOT (status = 'error' AND attempt_count = 0)
    ORDER BY started_at DESC LIMIT ?
  `);
  const startsOf = {
    token: selectStarts('token_id'),
    workspace: selectStarts('workspace_id'),
    key: selectCalls(database),
  };
  return {
    list: createList(database),
    get: (id) => {
      const row = selectDetail.get(id);
      if (row === undefined) return null;
      const summary = toSummary(row);
      return { ...summary, trace: row.trace === null ? null : unpackTrace(row.trace, summary) };
    },
    summary: (id) => {
      const row = selectSummary.get(id);
      return row === undefined ? null : toSummary(row);
    },
    totals: (from) => selectTotals.get(from) ?? NO_TOTALS,
    recentStarts: (scope, id, since, limit) =>
      startsOf[scope]
        .all(since, id, limit)
        .map(({ at }) => at)
        .reverse(),
  };
}

/** Calls with a key, failed ones included; of the time before its calls were counted, the requests it answered. */
function selectCalls(database: Database) {
  const select = database.prepare<{ since: number; key: string; limit: number }, { readonly at: number }>(`
    SELECT at FROM key_attempts WHERE key_id = @key AND at >= @since
    UNION ALL
    SELECT started_at FROM requests WHERE started_at >= @since AND key_id = @key AND NOT EXISTS (
      SELECT 1 FROM key_attempts WHERE request_id = requests.id AND key_id = @key
    )
    ORDER BY at DESC LIMIT @limit
  `);
  return {
    all: (since: number, key: string, limit: number) => select.all({ since, key, limit }),
  };
}

function createList(database: Database): RequestReader['list'] {
  const statements = new Map<string, Statement<[Filtered], StoredRequest>>();
  return (query) => {
    const { where, values } = buildRequestFilter(query);
    const order = query.newer_than === undefined ? 'DESC' : 'ASC';
    const statement = statements.get(order + where) ?? prepareList(database, where, order);
    statements.set(order + where, statement);
    // One more than asked for tells whether there is a next page.
    const rows = statement.all({ ...values, limit: query.limit + 1 });
    const data = rows.slice(0, query.limit).map(toSummary);
    const next_cursor = rows.length > query.limit ? (data.at(-1)?.id ?? null) : null;
    return { data: order === 'ASC' ? data.reverse() : data, next_cursor };
  };
}

function prepareList(
  database: Database,
  where: string,
  order: 'ASC' | 'DESC',
): Statement<[Filtered], StoredRequest> {
  return database.prepare<[Filtered], StoredRequest>(
    `SELECT ${SUMMARY_COLUMNS} FROM requests ${where}
     ORDER BY started_at ${order}, seq ${order} LIMIT @limit`,
  );
}
