import { describe, expect, it } from 'vitest';
import { fitsFilter } from '../../../src/cli/commands/fits-filter';
import type { RequestSummary } from '../../../src/shared/domain/request';
import { requestListRequest } from '../../../src/shared/ipc/requests';

const request: RequestSummary = {
  id: 'req_1',
  started_at: '2026-11-23T00:00:00Z',
  status: 'ok',
  client_id: 'cli_1',
  token: 'ci-bot',
  requested: 'spideriq/coding',
  alias: 'spideriq/coding',
  dialect: 'openai-chat',
  stream: false,
  http_status: 200,
  error_code: null,
  provider: 'groq',
  model: 'openai/gpt-oss-120b',
  key: 'groq · my · key',
  key_scope: 'pool',
  fallback_from: 'cerebras/gpt-oss-120b',
  attempt_count: 2,
  first_token_ms: 100,
  total_ms: 400,
  usage: null,
  cost_usd: 0.01,
  cost_source: 'catalog',
  saved_usd: null,
};

const fits = (filter: Record<string, unknown>, more: Partial<RequestSummary> = {}) =>
  fitsFilter({ ...request, ...more }, requestListRequest.parse(filter));

/** As the list does it: a filter that is not looked at would print what nobody asked for. */
describe('the filters of requests --follow', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ status: 'ok' }, { status: 'error' }],
    [{ token: 'CI-bot' }, { token: 'other' }],
    [{ alias: 'spideriq/coding' }, { alias: 'coding' }],
    [{ provider: 'groq' }, { provider: 'cerebras' }],
    [{ model: 'gpt-oss-120b' }, { model: 'oss-120b' }],
    [{ model: 'openai/gpt-oss-120b' }, { model: 'openai' }],
    [{ key: 'My · key' }, { key: 'key' }],
    [{ key: 'groq · my · key' }, { key: 'groq' }],
    [{ fallback: 'yes' }, { fallback: 'no' }],
    [{ min_latency_ms: 400 }, { min_latency_ms: 401 }],
    [{ max_latency_ms: 400 }, { max_latency_ms: 399 }],
    [{ min_first_token_ms: 100 }, { min_first_token_ms: 101 }],
    [{ min_cost_usd: 0.01 }, { min_cost_usd: 0.02 }],
    [{ max_cost_usd: 0.01 }, { max_cost_usd: 0.001 }],
    [{ q: 'OSS' }, { q: 'claude' }],
  ])('%j lets it through, %j does not', (yes, no) => {
    expect([fits(yes), fits(no)]).toEqual([true, false]);
  });

  it('look at the error, and take what nobody knows for outside of every range', () => {
    const failed = { error_code: 'upstream_failed', cost_usd: null, first_token_ms: null };
    expect(fits({ error_code: 'upstream_failed' }, failed)).toBe(true);
    expect(fits({ error_code: 'upstream_failed' })).toBe(false);
    expect(fits({ max_cost_usd: 1 }, failed)).toBe(false);
    expect(fits({ min_first_token_ms: 0 }, failed)).toBe(false);
  });
});
