import { toNanoUsd } from '../../shared/domain/money';
import type { LogQuery } from './types';

/** A WHERE clause with named parameters. The same fields always give the same text. */
interface RequestFilter {
  readonly where: string;
  readonly values: Readonly<Record<string, string | number>>;
}

type Condition = readonly [sql: string, values: Readonly<Record<string, string | number | undefined>>];

const SEARCHED_COLUMNS = ['requested', 'model', 'provider', 'token_name', 'error_code', 'id'] as const;
const FELL_BACK = '(fallback_from IS NOT NULL OR attempt_count > 1)';

/** A condition whose value was not given is left out. */
export function buildRequestFilter(query: LogQuery): RequestFilter {
  const given = [...plainConditions(query), ...placeConditions(query), ...searchConditions(query)].filter(
    ([, values]) => Object.values(values).every((value) => value !== undefined),
  );
  const values: Record<string, string | number> = {};
  for (const [, named] of given) {
    for (const [name, value] of Object.entries(named)) if (value !== undefined) values[name] = value;
  }
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`,
    values,
  };
}

function plainConditions(query: LogQuery): readonly Condition[] {
  const { status, token, alias, provider, model, key, error_code, fallback } = query;
  return [
    ['status = @status', { status }],
    ['(token_name = @token COLLATE NOCASE OR token_id = @token)', { token }],
    ['alias = @alias', { alias }],
    ['provider = @provider', { provider }],
    [
      "(model = @model OR model LIKE @modelEnd ESCAPE '\\')",
      { model, modelEnd: model && `%/${escapeWildcards(model)}` },
    ],
    ['(key_label = @key COLLATE NOCASE OR key_id = @key)', { key }],
    ['error_code = @error_code', { error_code }],
    [`${FELL_BACK} = @fallback`, { fallback: fallback && Number(fallback === 'yes') }],
    ['started_at >= @from', { from: toEpoch(query.from) }],
    ['started_at < @to', { to: toEpoch(query.to) }],
    ['total_ms >= @min_latency_ms', { min_latency_ms: query.min_latency_ms }],
    ['total_ms <= @max_latency_ms', { max_latency_ms: query.max_latency_ms }],
    ['first_token_ms >= @min_first_token_ms', { min_first_token_ms: query.min_first_token_ms }],
    ['cost_nano_usd >= @min_cost_usd', { min_cost_usd: toNano(query.min_cost_usd) }],
    ['cost_nano_usd <= @max_cost_usd', { max_cost_usd: toNano(query.max_cost_usd) }],
  ];
}

/** The cursor is the last row of the page before, in the direction that is read. */
function placeConditions({ cursor, newer_than }: LogQuery): readonly Condition[] {
  const beyond = (sign: string, name: string) =>
    `(started_at, seq) ${sign} (SELECT started_at, seq FROM requests WHERE id = @${name})`;
  return [
    [beyond('<', 'cursor'), { cursor }],
    [beyond('>', 'newer_than'), { newer_than }],
  ];
}

function searchConditions({ q, among, except, alsoFitting }: LogQuery): readonly Condition[] {
  const columns = SEARCHED_COLUMNS.map((column) => `${column} LIKE @q ESCAPE '\\'`);
  const known = alsoFitting && alsoFitting.length > 0 ? [`id IN ${listed('alsoFitting')}`] : [];
  return [
    [
      `(${[...columns, ...known].join(' OR ')})`,
      {
        q: q === undefined ? undefined : `%${escapeWildcards(q)}%`,
        ...(known.length > 0 ? { alsoFitting: JSON.stringify(alsoFitting) } : {}),
      },
    ],
    [`id IN ${listed('among')}`, { among: among && JSON.stringify(among) }],
    [`id NOT IN ${listed('except')}`, { except: except && JSON.stringify(except) }],
  ];
}

function listed(name: string): string {
  return `(SELECT value FROM json_each(@${name}))`;
}

function toNano(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : toNanoUsd(usd);
}

/** `%` and `_` are what people type in model names, not wildcards. */
function escapeWildcards(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function toEpoch(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
