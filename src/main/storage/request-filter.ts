import type { RequestListRequest } from '../../shared/ipc/requests';
import { toNanoUsd } from './request-row';

/** A WHERE clause with named parameters. The same fields always give the same text. */
interface RequestFilter {
  readonly where: string;
  readonly values: Readonly<Record<string, string | number>>;
}

type Field = Exclude<keyof RequestListRequest, 'limit'>;
type Condition = readonly [field: Field, sql: string, value: string | number | undefined];

const SEARCHED_COLUMNS = ['requested', 'model', 'provider', 'token_name', 'error_code', 'id'] as const;

export function buildRequestFilter(request: RequestListRequest): RequestFilter {
  const conditions: readonly Condition[] = [
    ['status', 'status = @status', request.status],
    ['token', '(token_name = @token OR token_id = @token)', request.token],
    ['alias', 'alias = @alias', request.alias],
    ['provider', 'provider = @provider', request.provider],
    ['model', 'model = @model', request.model],
    ['from', 'started_at >= @from', toEpoch(request.from)],
    ['to', 'started_at < @to', toEpoch(request.to)],
    ['min_latency_ms', 'total_ms >= @min_latency_ms', request.min_latency_ms],
    [
      'min_cost_usd',
      'cost_nano_usd >= @min_cost_usd',
      request.min_cost_usd === undefined ? undefined : toNanoUsd(request.min_cost_usd),
    ],
    ['q', searchCondition(), request.q === undefined ? undefined : `%${escapeWildcards(request.q)}%`],
    // The cursor is the last row of the page before.
    [
      'cursor',
      '(started_at, seq) < (SELECT started_at, seq FROM requests WHERE id = @cursor)',
      request.cursor,
    ],
  ];
  const given = conditions.flatMap(([field, sql, value]) =>
    value === undefined ? [] : [{ field, sql, value }],
  );
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map(({ sql }) => sql).join(' AND ')}`,
    values: Object.fromEntries(given.map(({ field, value }) => [field, value])),
  };
}

function searchCondition(): string {
  return `(${SEARCHED_COLUMNS.map((column) => `${column} LIKE @q ESCAPE '\\'`).join(' OR ')})`;
}

/** `%` and `_` are what people type in model names, not wildcards. */
function escapeWildcards(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function toEpoch(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
