import type { Database, Statement } from 'better-sqlite3';
import type { RouteTrace } from '../../shared/domain/route-trace';
import { parseJson } from './json-column';
import { buildRequestFilter } from './request-filter';
import { type StoredRequest, SUMMARY_COLUMNS, toSummary } from './request-row';
import { routeTraceSchema } from './route-trace-schema';
import type { RequestTable } from './types';

type RequestReader = Pick<RequestTable, 'list' | 'get' | 'summary' | 'totals'>;

type Filtered = Record<string, string | number>;

/** Everything that reads the log; needs no more than a read-only connection. */
export function createRequestReader(database: Database): RequestReader {
  const selectSummary = database.prepare<[string], StoredRequest>(
    `SELECT ${SUMMARY_COLUMNS} FROM requests WHERE id = ?`,
  );
  const selectDetail = database.prepare<[string], StoredRequest & { readonly trace: string | null }>(
    `SELECT ${SUMMARY_COLUMNS}, trace FROM requests WHERE id = ?`,
  );
  const selectTotals = database.prepare<[number], { requests: number; costNanoUsd: number }>(`
    SELECT COUNT(*) AS requests, COALESCE(SUM(cost_nano_usd), 0) AS costNanoUsd
    FROM requests WHERE started_at >= ?
  `);
  return {
    list: createList(database),
    get: (id) => {
      const row = selectDetail.get(id);
      return row === undefined ? null : { ...toSummary(row), trace: readTrace(row.trace) };
    },
    summary: (id) => {
      const row = selectSummary.get(id);
      return row === undefined ? null : toSummary(row);
    },
    totals: (from) => selectTotals.get(from) ?? { requests: 0, costNanoUsd: 0 },
  };
}

function createList(database: Database): RequestReader['list'] {
  const statements = new Map<string, Statement<[Filtered], StoredRequest>>();
  return (request) => {
    const { where, values } = buildRequestFilter(request);
    const statement = statements.get(where) ?? prepareList(database, where);
    statements.set(where, statement);
    // One more than asked for tells whether there is a next page.
    const rows = statement.all({ ...values, limit: request.limit + 1 });
    const data = rows.slice(0, request.limit).map(toSummary);
    return { data, next_cursor: rows.length > request.limit ? (data.at(-1)?.id ?? null) : null };
  };
}

function prepareList(database: Database, where: string): Statement<[Filtered], StoredRequest> {
  return database.prepare<[Filtered], StoredRequest>(
    `SELECT ${SUMMARY_COLUMNS} FROM requests ${where} ORDER BY started_at DESC, seq DESC LIMIT @limit`,
  );
}

/** A trace that cannot be read is not worth hiding the rest of the row for. */
function readTrace(text: string | null): RouteTrace | null {
  if (text === null) return null;
  const parsed = routeTraceSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
