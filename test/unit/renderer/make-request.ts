import type { RequestSummary } from '../../../src/shared/domain/request';

/** A request that was answered, `second` seconds after noon. */
export function makeRequest(
  change: Partial<RequestSummary> & { readonly id: string; readonly second: number },
): RequestSummary {
  const { second, ...rest } = change;
  return {
    started_at: new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString(),
    status: 'ok',
    client_id: 'cli_test',
    token: null,
    requested: 'agent/chat',
    alias: 'agent/chat',
    dialect: 'openai-chat',
    stream: false,
    http_status: 200,
    error_code: null,
    provider: 'fake',
    model: 'model',
    key: null,
    key_scope: 'none',
    fallback_from: null,
    attempt_count: 1,
    first_token_ms: null,
    total_ms: 10,
    usage: null,
    cost_usd: null,
    ...rest,
  };
}
