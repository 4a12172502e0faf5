import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FakeUpstream, openWorld, type World } from '../support/world';

/** Source: api.md, "Bad input is 400 with `param`, and changes nothing". */
let world: World;
let upstream: FakeUpstream;
let places: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = await openWorld();
  upstream = await world.addUpstream();
  const token = await world.addToken({ name: 'untouched' });
  const alias = await world.addAlias([upstream]);
  places = {
    ':key': upstream.keys[0]?.id ?? '',
    ':provider': upstream.id,
    ':token': token.id,
    ':alias': encodeURIComponent(alias),
  };
  // A new key is tested by itself, a moment later; what is shown stands still after that.
  await vi.waitFor(
    async () => {
      const keys = await world.core.control.send('GET', '/keys');
      expect(keys.text).not.toContain('"last_test":null');
    },
    { timeout: 5_000 },
  );
});
afterAll(() => world.close());

const slot = { provider: 'groq', model: 'openai/gpt-oss-120b' };
const provider = { id: 'fine', name: 'Fine', base_url: 'http://127.0.0.1:9/v1' };
const bad: readonly (readonly [string, string, unknown, string])[] = [
  ['POST', '/vault/unlock', {}, 'passphrase'],
  ['POST', '/vault/unlock', { passphrase: 12345678 }, 'passphrase'],
  ['POST', '/workspaces', {}, 'name'],
  ['POST', '/workspaces', { name: 'with blanks in it' }, 'name'],
  ['POST', '/workspaces', { name: 'fine', colour: 'red' }, 'colour'],
  ['POST', '/workspaces', { name: 'fine', rpm_limit: 0 }, 'rpm_limit'],
  ['PATCH', '/workspaces/personal', { name: 'with blanks in it' }, 'name'],
  ['PATCH', '/workspaces/personal', { credential_enabled: 'no' }, 'credential_enabled'],
  ['PATCH', '/workspaces/personal', { free_models_only: true }, 'free_models_only'],
  ['PATCH', '/workspaces/personal', { budget_action: 'warn' }, 'budget_usd'],
  ['DELETE', '/workspaces/personal', undefined, 'id'],
  ['DELETE', '/workspaces/personal?with_contents=maybe', undefined, 'with_contents'],
  ['POST', '/providers', { ...provider, id: 'Upper Case' }, 'id'],
  ['POST', '/providers', { ...provider, base_url: 'ftp://example.com' }, 'base_url'],
  ['POST', '/providers', { ...provider, base_url: 'file:///etc/passwd' }, 'base_url'],
  ['POST', '/providers', { ...provider, auth: 'basic' }, 'auth'],
  [
    'POST',
    '/providers',
    { ...provider, models: [{ id: 'm', context_window: -1 }] },
    'models.0.context_window',
  ],
  ['PATCH', '/providers/:provider', { enabled: 'no' }, 'enabled'],
  ['PATCH', '/providers/:provider', {}, 'enabled'],
  ['PATCH', '/providers/groq', { models: ['m'] }, 'models'],
  [
    'PATCH',
    '/providers/:provider',
    { models: [{ id: 'm', input_usd_per_million: -1 }] },
    'models.0.input_usd_per_million',
  ],
  ['POST', '/keys', { provider_name: 'groq' }, 'api_key'],
  ['POST', '/keys', { provider_name: 'groq', api_key: 'has blanks in it' }, 'api_key'],
  ['POST', '/keys', { provider_name: 'nobody-knows-it', api_key: 'some-key-0001' }, 'provider_name'],
  [
    'POST',
    '/keys',
    { provider_name: 'groq', api_key: 'some-key-0001', workspace_id: 'no-such' },
    'workspace_id',
  ],
  ['POST', '/keys', { provider_name: 'groq', api_key: 'some-key-0001', priority: 1.5 }, 'priority'],
  ['PATCH', '/keys/:key', { priority: -1 }, 'priority'],
  ['PATCH', '/keys/:key', { api_key: 'another-key-0001' }, 'api_key'],
  ['PATCH', '/keys/:key', { enabled: 'yes' }, 'enabled'],
  ['PATCH', '/keys/:key', { daily_limit: 0 }, 'daily_limit'],
  ['PATCH', '/keys/:key', { minute_limit: 1.5 }, 'minute_limit'],
  ['PATCH', '/keys/:key', { spend_limit_amount: -1 }, 'spend_limit_amount'],
  ['PATCH', '/keys/:key', { spend_limit_amount: 1, spend_limit_period: 'year' }, 'spend_limit_period'],
  ['PATCH', '/keys/:key', { spend_limit_action: 'warn' }, 'spend_limit_amount'],
  ['PUT', '/aliases/:alias', { slots: [] }, 'slots'],
  ['PUT', '/aliases/:alias', { slots: [{ provider: 'groq' }] }, 'slots.0.model'],
  ['PUT', '/aliases/:alias', { slots: [slot], first_token_ms: 1 }, 'first_token_ms'],
  ['PUT', '/aliases/:alias', { slots: [slot], max_attempts: 'many' }, 'max_attempts'],
  ['PUT', '/aliases/:alias', { slots: [{ provider: 'nobody-knows-it', model: 'm' }] }, 'slots.0.provider'],
  ['PUT', '/aliases/:alias', { slots: [{ ...slot, key_id: 'no-such-key' }] }, 'slots.0.key_id'],
  ['PUT', '/aliases/client%3Apersonal%2Freview', { slots: [slot] }, 'slots.0.key_id'],
  ['PUT', '/aliases/no-family', { slots: [slot] }, 'id'],
  ['POST', '/agent-tokens', {}, 'name'],
  ['POST', '/agent-tokens', { name: 'x', scopes: ['gate:everything'] }, 'scopes.0'],
  ['POST', '/agent-tokens', { name: 'x', scopes: [] }, 'scopes'],
  ['POST', '/agent-tokens', { name: 'x', expires_at: 'tomorrow' }, 'expires_at'],
  ['POST', '/agent-tokens', { name: 'x', workspace_id: 'no-such' }, 'workspace_id'],
  ['POST', '/agent-tokens', { name: 'x', budget_usd: '5' }, 'budget_usd'],
  ['POST', '/agent-tokens', { name: 'x', monthly_budget_usd: -0.01 }, 'monthly_budget_usd'],
  ['POST', '/agent-tokens', { name: 'x', budget_usd: 1, budget_window: 'hour' }, 'budget_window'],
  ['POST', '/agent-tokens', { name: 'x', parallel_limit: 0 }, 'parallel_limit'],
  ['PATCH', '/agent-tokens/:token', { name: '' }, 'name'],
  ['PATCH', '/agent-tokens/:token', { enabled: 0 }, 'enabled'],
  ['PATCH', '/agent-tokens/:token', { monthly_budget_usd: 5, budget_window: 'day' }, 'monthly_budget_usd'],
  ['PATCH', '/agent-tokens/:token', { tpm_limit: 1e12 }, 'tpm_limit'],
  ['PATCH', '/agent-tokens/:token', { allowed_models: 'all' }, 'allowed_models'],
  ['PATCH', '/settings', { stall_ms: 1 }, 'stall_ms'],
  ['PATCH', '/settings', { log_retention_days: 0 }, 'log_retention_days'],
  ['PATCH', '/settings', { time_zone: 'Mars/Olympus' }, 'time_zone'],
  ['PATCH', '/settings', { time_zone: '+02:00' }, 'time_zone'],
  ['PATCH', '/settings', { first_token_budget_ms: 'long' }, 'first_token_budget_ms'],
  ['PATCH', '/settings', { anonymous_providers: 'yes' }, 'anonymous_providers'],
  ['PATCH', '/settings', { telemetry: true }, 'telemetry'],
  ['PATCH', '/settings', { proxy: { url: 'socks5://127.0.0.1:1' } }, 'proxy.url'],
  ['PATCH', '/settings', { proxy: { port: 1 } }, 'proxy.port'],
  ['PATCH', '/settings', { proxy: { providers: { groq: 'nowhere' } } }, 'proxy.providers.groq'],
  ['PATCH', '/settings', { proxy: { providers: { grok: 'direct' } } }, 'proxy.providers.grok'],
  ['PATCH', '/settings', { extra_ca_file: '/nowhere/at/all.pem' }, 'extra_ca_file'],
  ['PATCH', '/settings', { extra_ca_file: '/dev/null' }, 'extra_ca_file'],
  ['GET', '/requests?limit=0', undefined, 'limit'],
  ['GET', '/requests?status=lost', undefined, 'status'],
  ['GET', '/requests?from=yesterday', undefined, 'from'],
];

/** Everything the Control API shows, but for what moves by itself. */
async function snapshot(): Promise<string> {
  const paths = ['/workspaces', '/providers', '/keys', '/aliases', '/agent-tokens', '/settings'];
  const texts = await Promise.all(
    paths.map(async (path) => (await world.core.control.send('GET', path)).text),
  );
  return texts.join('\n');
}

describe('bad input to the Control API', () => {
  it.each(bad)('%s %s %j → 400 naming %s, and nothing has changed', async (method, path, body, param) => {
    const before = await snapshot();
    const place = path.replace(/:[a-z]+\b/, (name) => places[name] ?? name);
    const answer = await world.core.control.send(method, place, body);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { param } });
    expect(answer.status).toBe(400);
    expect(await snapshot()).toBe(before);
  });

  it.each([
    ['POST', '/workspaces'],
    ['POST', '/providers'],
    ['PATCH', '/providers/:provider'],
    ['POST', '/keys'],
    ['PATCH', '/keys/:key'],
    ['PUT', '/aliases/:alias'],
    ['POST', '/agent-tokens'],
    ['PATCH', '/agent-tokens/:token'],
    ['PATCH', '/settings'],
  ])('%s %s takes neither broken JSON nor something that is no object', async (method, path) => {
    const before = await snapshot();
    const place = path.replace(/:[a-z]+\b/, (name) => places[name] ?? name);
    for (const [body, code] of [
      ['{"name":', 'invalid_json'],
      ['[]', 'invalid_request_error'],
      ['null', 'invalid_request_error'],
    ]) {
      const answer = await world.core.control.send(method, place, body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { code } });
    }
    expect(await snapshot()).toBe(before);
  });

  it.each([
    ['PATCH', '/keys/nobody', { enabled: true }],
    ['DELETE', '/keys/nobody', undefined],
    ['POST', '/keys/nobody/test', undefined],
    ['POST', '/keys/nobody/reset-health', undefined],
    ['PATCH', '/providers/nobody', { enabled: true }],
    ['DELETE', '/providers/nobody', undefined],
    ['DELETE', '/aliases/nobody%2Fhere', undefined],
    ['PATCH', '/agent-tokens/nobody', { name: 'x' }],
    ['DELETE', '/agent-tokens/nobody', undefined],
    ['GET', '/requests/nobody', undefined],
    ['GET', '/nothing-here', undefined],
  ])('%s %s → 404 not_found', async (method, path, body) => {
    const answer = await world.core.control.send(method, path, body);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('a rejected key is not repeated in the answer', async () => {
    const answer = await world.core.control.send('POST', '/keys', {
      provider_name: 'groq',
      api_key: 'sk-half a-secret',
    });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('half');
  });

  it('a provider of a name that is taken is a conflict, and leaves the one that has it alone', async () => {
    const before = await snapshot();
    for (const id of ['groq', upstream.id]) {
      const answer = await world.core.control.send('POST', '/providers', { ...provider, id });
      expect(answer.status).toBe(409);
      expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'conflict', param: 'id' } });
    }
    expect(await snapshot()).toBe(before);
  });

  it('a built-in provider cannot be deleted', async () => {
    const answer = await world.core.control.send('DELETE', '/providers/groq');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await snapshot()).toContain('"groq"');
  });
});
