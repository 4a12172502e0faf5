import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentToken } from '../../src/shared/domain/agent-token';
import type { ModelSummary } from '../../src/shared/domain/model';
import type { ProviderProbe } from '../../src/shared/domain/provider';
import type { TestRun } from '../../src/shared/domain/test-run';
import { always, answer, failWith } from '../faults/behaviours';
import { type FakeProvider, startFakeProvider } from '../faults/fake-provider';
import { type Core, startCore } from '../support/core';

const ALIAS = 'my/job';
let core: Core;
let good: FakeProvider;
let bad: FakeProvider;
let token: string;

beforeAll(async () => {
  [core, good, bad] = await Promise.all([startCore(), startFakeProvider(), startFakeProvider()]);
  for (const [id, fake] of [
    ['lab', bad],
    ['office', good],
  ] as const) {
    await core.control.call('POST', '/providers', {
      id,
      name: id,
      base_url: fake.url,
      models: [
        { id: 'fake-model', context_window: 8_000, input_usd_per_million: 1, output_usd_per_million: 2 },
      ],
    });
    await core.control.call('POST', '/keys', { provider_name: id, api_key: 'fake-key-abcd-0001' });
  }
  const slots = ['lab', 'office'].map((provider) => ({ provider, model: 'fake-model' }));
  await core.control.call('PUT', `/aliases/${encodeURIComponent(ALIAS)}`, { slots });
  ({ token } = await core.control.call<{ token: string }>('POST', '/agent-tokens', { name: 'tool' }));
});
afterAll(async () => {
  await core.close();
  await Promise.all([good.close(), bad.close()]);
});

const run = (body: object) => core.control.call<TestRun>('POST', '/test-run', body);

describe('a test run', () => {
  it('is a real request of the owner: it fails over, is logged, and shows where it went', async () => {
    bad.script('*', [always(failWith(503, { message: 'down' }))]);
    good.script('*', [always(answer())]);
    const result = await run({ model: ALIAS, prompt: 'hello' });
    expect(result.error).toBeNull();
    expect(result.answer).toEqual(expect.any(String));
    expect(result.request).toMatchObject({ status: 'ok', provider: 'office', token: null, alias: ALIAS });
    const path =
      result.request?.trace?.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`) ?? [];
    expect([path[0], path.at(-1)]).toEqual(['lab server_error', 'office ok']);
  });

  it('tells what a caller would be told, and still shows the attempts', async () => {
    good.script('*', [always(failWith(400, { message: 'messages: too strange' }))]);
    bad.script('*', [always(failWith(400, { message: 'messages: too strange' }))]);
    const result = await run({ model: ALIAS, prompt: 'hello' });
    expect(result.answer).toBeNull();
    expect(result.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(result.request?.trace?.attempts.length).toBeGreaterThan(0);
  });

  it('needs a prompt', async () => {
    expect((await core.control.send('POST', '/test-run', { model: ALIAS, prompt: ' ' })).status).toBe(400);
  });
});

describe('the models for a chain', () => {
  it('finds by every word, what is configured first, without aliases', async () => {
    const { data } = await core.control.call<{ data: readonly ModelSummary[] }>(
      'GET',
      '/models?search=gpt+oss',
    );
    expect(data.length).toBeGreaterThan(1);
    expect(
      data.every(({ provider, model }) => /gpt/i.test(provider + model) && /oss/i.test(provider + model)),
    ).toBe(true);
    const own = await core.control.call<{ data: readonly ModelSummary[] }>(
      'GET',
      '/models?search=fake-model',
    );
    expect(own.data[0]).toMatchObject({ provider: 'lab', configured: true });
    expect(own.data.some(({ model }) => model === ALIAS)).toBe(false);
  });

  it('knows price and context of a place, and says so when it does not', async () => {
    const places = [
      { provider: 'office', model: 'fake-model' },
      { provider: 'nobody', model: 'nothing' },
    ];
    const { data } = await core.control.call<{ data: readonly ModelSummary[] }>('POST', '/models/describe', {
      places,
    });
    expect(data).toMatchObject([
      {
        context_window: 8_000,
        price: { input_usd_per_million: 1, output_usd_per_million: 2 },
        configured: true,
      },
      { context_window: null, price: null, configured: false },
    ]);
  });
});

describe('probing an address before it is added', () => {
  const probe = (body: object) => core.control.call<ProviderProbe>('POST', '/providers/probe', body);

  it('lists its models, and adds nothing', async () => {
    const before = await core.control.call<{ data: readonly unknown[] }>('GET', '/providers');
    const found = await probe({ base_url: `${good.url}/chat/completions`, api_key: 'fake-key-abcd-0001' });
    expect(found).toMatchObject({ ok: true, error_code: null });
    expect(found.models.length).toBeGreaterThan(0);
    const after = await core.control.call<{ data: readonly unknown[] }>('GET', '/providers');
    expect(after.data.length).toBe(before.data.length);
  });

  it('says in words what is wrong with an address, and never repeats the key', async () => {
    const found = await probe({ base_url: 'http://127.0.0.1:9/v1', api_key: 'fake-key-abcd-0001' });
    expect(found).toMatchObject({ ok: false, models: [], error_code: 'unreachable' });
    expect(JSON.stringify(found)).not.toContain('fake-key');
  });
});

it('says which program a token was seen in last, and still knows after a while', async () => {
  good.script('*', [always(answer())]);
  bad.script('*', [always(answer())]);
  await fetch(`${core.gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': 'opencode/1.2 (linux)',
    },
    body: JSON.stringify({ model: ALIAS, messages: [{ role: 'user', content: 'hi' }] }),
  });
  const { data } = await core.control.call<{ data: readonly AgentToken[] }>('GET', '/agent-tokens');
  expect(data.find(({ name }) => name === 'tool')?.last_used_by).toBe('opencode/1.2');
});
