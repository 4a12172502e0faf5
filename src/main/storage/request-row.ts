import { toUsd } from '../../shared/domain/money';
import type { CostSource, RequestStatus, RequestSummary, TokenUsage } from '../../shared/domain/request';
import type { KeyScope } from '../../shared/domain/route-trace';

/** Columns of a summary; the trace is left out because lists never show it. */
export const SUMMARY_COLUMNS = `id, started_at, status, client_id, token_name, requested, alias, dialect, stream,
  http_status, error_code, provider, model, key_label, key_scope, fallback_from, attempt_count, first_token_ms,
  total_ms, input_tokens, output_tokens, cached_tokens, reasoning_tokens, usage_estimated, cost_nano_usd,
  cost_source, saved_nano_usd`;

export interface StoredRequest {
  readonly id: string;
  readonly started_at: number;
  readonly status: RequestStatus;
  readonly client_id: string;
  readonly token_name: string | null;
  readonly requested: string;
  readonly alias: string | null;
  readonly dialect: string;
  readonly stream: number;
  readonly http_status: number | null;
  readonly error_code: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly key_label: string | null;
  readonly key_scope: KeyScope | null;
  readonly fallback_from: string | null;
  readonly attempt_count: number;
  readonly first_token_ms: number | null;
  readonly total_ms: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cached_tokens: number | null;
  readonly reasoning_tokens: number | null;
  readonly usage_estimated: number | null;
  readonly cost_nano_usd: number | null;
  readonly cost_source: CostSource | null;
  readonly saved_nano_usd: number | null;
}

export function toSummary(row: StoredRequest): RequestSummary {
  return {
    id: row.id,
    started_at: new Date(row.started_at).toISOString(),
    status: row.status,
    client_id: row.client_id,
    token: row.token_name,
    requested: row.requested,
    alias: row.alias,
    dialect: row.dialect,
    stream: row.stream === 1,
    http_status: row.http_status,
    error_code: row.error_code,
    provider: row.provider,
    model: row.model,
    key: row.provider === null || row.key_label === null ? null : `${row.provider} · ${row.key_label}`,
    key_scope: row.key_scope,
    fallback_from: row.fallback_from,
    attempt_count: row.attempt_count,
    first_token_ms: row.first_token_ms,
    total_ms: row.total_ms,
    usage: toUsage(row),
    cost_usd: toUsd(row.cost_nano_usd),
    cost_source: row.cost_source,
    saved_usd: toUsd(row.saved_nano_usd),
  };
}

function toUsage(row: StoredRequest): TokenUsage | null {
  if (row.input_tokens === null || row.output_tokens === null) return null;
  return {
    input: row.input_tokens,
    output: row.output_tokens,
    cached: row.cached_tokens ?? 0,
    reasoning: row.reasoning_tokens ?? 0,
    estimated: row.usage_estimated === 1,
  };
}
