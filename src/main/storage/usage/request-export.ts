import type { Database } from 'better-sqlite3';
import { stringify } from 'csv-stringify/sync';
import type { RequestSummary } from '../../../shared/domain/request';
import { buildRequestFilter } from '../request-filter';
import { type StoredRequest, SUMMARY_COLUMNS, toSummary } from '../request-row';
import type { ExportPiece, ExportPlace, ExportQuestion } from './types';

/** Some 100 KB of text, made within a few milliseconds. */
const ROWS_PER_PIECE = 500;
const HIGHEST: ExportPlace = { startedAt: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

type Filtered = Record<string, string | number>;

/** The request log as text, newest first, piece by piece. Rows hold no prompts, and their traces are left out. */
export function createRequestExport(database: Database): (question: ExportQuestion) => ExportPiece {
  return ({ request: { format, ...filters }, after }) => {
    const { where, values } = buildRequestFilter({ ...filters, limit: ROWS_PER_PIECE });
    // A place instead of a cursor's id: the row it names may be gone by then.
    const rest = '(started_at, seq) < (@placeStartedAt, @placeSeq)';
    const { startedAt, seq } = after ?? HIGHEST;
    const rows = database
      .prepare<[Filtered], StoredRequest & { readonly seq: number }>(
        `SELECT ${SUMMARY_COLUMNS}, seq FROM requests ${where === '' ? 'WHERE' : `${where} AND`} ${rest}
         ORDER BY started_at DESC, seq DESC LIMIT ${ROWS_PER_PIECE}`,
      )
      .all({ ...values, placeStartedAt: startedAt, placeSeq: seq });
    const summaries = rows.map(toSummary);
    const last = rows.length < ROWS_PER_PIECE ? undefined : rows.at(-1);
    return {
      text: format === 'csv' ? toCsv(summaries, after === null) : toLines(summaries),
      next: last ? { startedAt: last.started_at, seq: last.seq } : null,
    };
  };
}

function toLines(summaries: readonly RequestSummary[]): string {
  return summaries.map((summary) => `${JSON.stringify(summary)}\n`).join('');
}

function toCsv(summaries: readonly RequestSummary[], isFirst: boolean): string {
  return stringify(summaries.map(flatten), {
    header: isFirst,
    columns: [...COLUMNS],
    // A spreadsheet would run what looks like a formula, and the name of a model comes from elsewhere.
    escape_formulas: true,
    // Some readers take either of them alone for the end of a line.
    quoted_match: /[\r\n]/,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
}

const COLUMNS = [
  'id',
  'started_at',
  'status',
  'client_id',
  'token',
  'requested',
  'alias',
  'dialect',
  'stream',
  'http_status',
  'error_code',
  'provider',
  'model',
  'key',
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
  'cost_usd',
  'cost_source',
  'saved_usd',
] as const;

type Cells = Record<(typeof COLUMNS)[number], string | number | boolean | null>;

function flatten({ usage, ...summary }: RequestSummary): Cells {
  return {
    ...summary,
    input_tokens: usage?.input ?? null,
    output_tokens: usage?.output ?? null,
    cached_tokens: usage?.cached ?? null,
    reasoning_tokens: usage?.reasoning ?? null,
    usage_estimated: usage?.estimated ?? null,
    cost_usd: writeUsd(summary.cost_usd),
    cost_source: summary.cost_source ?? null,
    saved_usd: writeUsd(summary.saved_usd ?? null),
  };
}

/** To the nano-dollar, and never as 1e-7. */
function writeUsd(usd: number | null): string | null {
  return usd === null ? null : usd.toFixed(9).replace(/\.?0+$/, '');
}
