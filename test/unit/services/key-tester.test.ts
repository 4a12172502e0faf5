import { describe, expect, it } from 'vitest';
import { type Transport, TransportError, type TransportFailure } from '../../../src/main/gateway/ports';
import { createScriptedTransport, createServiceWorld } from '../../support/service-world';

const SECRET = 'gsk_secret_0123456789';

async function tryKey(transport: Transport, provider = 'groq', fields?: Record<string, string>) {
  const { services } = await createServiceWorld({ transport, keychain: false });
  return services.keys.try({ provider_name: provider, api_key: SECRET, ...(fields ? { fields } : {}) });
}

describe('testing a key', () => {
  it('asks for the models with the key, and counts them', async () => {
    const transport = createScriptedTransport(() => ({
      status: 200,
      body: { data: [{ id: 'a' }, { id: 'b' }] },
    }));
    const result = await tryKey(transport);
    expect(result).toMatchObject({ ok: true, models_found: 2, http_status: 200, error_code: null });
    expect(transport.requests[0]).toMatchObject({
      url: 'https://api.groq.com/openai/v1/models',
      headers: { authorization: `Bearer ${SECRET}` },
    });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [400, 'unauthorized'],
    [402, 'payment_required'],
    [429, 'rate_limited'],
    [503, 'provider_error'],
  ])('calls %i %s, in its own words', async (status, code) => {
    const transport = createScriptedTransport(() => ({
      status,
      body: { error: { message: `bad key ${SECRET}` } },
    }));
    const result = await tryKey(transport);
    expect(result).toMatchObject({ ok: false, error_code: code });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it.each<[TransportFailure, string]>([
    ['refused', 'unreachable'],
    ['dns', 'unreachable'],
    ['tls', 'unreachable'],
    ['headers_timeout', 'timeout'],
    ['idle_timeout', 'timeout'],
  ])('calls a transport failure %s %s', async (kind, code) => {
    const result = await tryKey({ send: () => Promise.reject(new TransportError(kind, 'x')) });
    expect(result).toMatchObject({ ok: false, error_code: code, latency_ms: null, http_status: null });
  });

  it('does not believe a model list that is public', async () => {
    const transport = createScriptedTransport(({ method }) => ({
      status: method === 'GET' ? 200 : 401,
      body: { data: [] },
    }));
    expect(await tryKey(transport, 'nvidia')).toMatchObject({ ok: false, error_code: 'unauthorized' });
    expect(transport.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  it('spends nothing where it has to ask for an answer', async () => {
    const transport = createScriptedTransport(() => ({
      status: 404,
      body: { error: { message: 'no such model' } },
    }));
    expect(await tryKey(transport, 'perplexity')).toMatchObject({ ok: true, models_found: null });
    expect(JSON.parse(transport.requests[0]?.body ?? '')).toMatchObject({
      model: 'spidergate-key-check',
      max_tokens: 1,
    });
  });

  it('takes a page of HTML for what it is', async () => {
    const transport = createScriptedTransport(() => ({ status: 200, body: '<html>welcome</html>' }));
    expect((await tryKey(transport)).ok).toBe(false);
    expect((await tryKey(transport, 'perplexity')).ok).toBe(false);
  });

  it('asks where the provider says what a key is worth, with its fields filled in', async () => {
    const transport = createScriptedTransport(() => ({ status: 200, body: {} }));
    await tryKey(transport, 'openrouter');
    await tryKey(transport, 'cloudflare', { account_id: 'abc123' });
    const asked = transport.requests.map(({ url }) => new URL(url).href);
    expect(asked).toEqual([
      'https://openrouter.ai/api/v1/key',
      'https://openrouter.ai/api/v1/models/user',
      'https://api.cloudflare.com/client/v4/accounts/abc123/ai/models/search?per_page=1',
    ]);
  });

  it('tells what the provider says of the account, and else what the free-tier table says', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      '/key': {
        data: {
          is_free_tier: false,
          limit: 10,
          limit_remaining: 4.2,
          free_model_daily_requests: { used: 12, limit: 50, remaining: 38 },
        },
      },
      '/models/user': { data: [{ id: 'a' }] },
      '/user/balance': { balance_infos: [{ currency: 'CNY', total_balance: '110.00' }] },
    };
    const transport = createScriptedTransport(({ url }) => {
      const path = Object.keys(answers).find((end) => url.endsWith(end));
      return { status: 200, body: path === undefined ? { data: [] } : answers[path] };
    });
    expect(await tryKey(transport, 'openrouter')).toMatchObject({
      models_found: 1,
      plan: 'paid',
      plan_source: 'provider',
      left: [
        { left: 4.2, limit: 10, unit: 'USD', window: null },
        { left: 38, limit: 50, unit: 'requests', window: 'day' },
      ],
    });
    expect(await tryKey(transport, 'deepseek')).toMatchObject({
      plan: 'paid',
      plan_source: 'table',
      left: [{ left: 110, unit: 'CNY' }],
    });
    expect(await tryKey(transport, 'groq')).toMatchObject({ plan: 'free', plan_source: 'table', left: [] });
  });

  it('keeps a good key good when the models cannot be counted', async () => {
    const transport = createScriptedTransport(({ url }) => ({
      status: url.endsWith('/key') ? 200 : 500,
      body: {},
    }));
    expect(await tryKey(transport, 'openrouter')).toMatchObject({ ok: true, models_found: null });
  });
});
