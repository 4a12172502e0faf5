import { get as httpGet } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedAgentToken } from '../../src/shared/domain/agent-token';
import type { UsageReport } from '../../src/shared/domain/usage';
import { always, failWith } from '../faults/behaviours';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];
const PRICED = 'priced-provider';

let world: World;
let upstream: FakeUpstream;
let spender: CreatedAgentToken;
beforeAll(async () => {
  world = await openWorld();
  upstream = await world.addUpstream();
  const prices = { input_usd_per_million: 1, output_usd_per_million: 2 };
  await world.core.control.call('POST', '/providers', {
    id: PRICED,
    name: PRICED,
    base_url: upstream.fake.url,
    models: [{ id: upstream.model, ...prices }],
  });
  const key = { provider_name: PRICED, api_key: 'priced-key-0001', key_label: '=cmd', share_with_pool: true };
  await world.core.control.call('POST', '/keys', key);
  spender = await world.addToken({ name: 'spender', monthly_budget_usd: 5 });
});
afterAll(() => world.close());

const usage = (query: string) => world.core.control.call<UsageReport>('GET', `/usage${query}`);

async function readOwn(credential: string | null) {
  const response = await fetch(`${world.core.gatewayUrl.replace(/\/$/, '')}/v1/usage`, {
    headers: credential === null ? {} : { authorization: `Bearer ${credential}` },
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

async function ask(model: string, credential: string): Promise<number> {
  const response = await world.post({ model, messages, max_tokens: 10 }, { credential });
  await response.text();
  return response.status;
}

describe('GET /v1/usage of the gateway', () => {
  it('tells a token what it used itself, at once and to the nano-dollar, and nothing of others', async () => {
    expect(await ask(`${PRICED}/${upstream.model}`, spender.token)).toBe(200);
    expect(await ask(upstream.ref, world.token)).toBe(200);
    const { status, body } = await readOwn(spender.token);
    const [line] = (await usage('?group_by=token&token=spender')).data;
    expect(status).toBe(200);
    expect(line?.cost_usd).toBeGreaterThan(0);
    for (const part of ['now', 'today', 'this_month'])
      expect(body[part]).toMatchObject({
        requests: 1,
        succeeded: 1,
        tokens: line?.tokens,
        cost_usd: line?.cost_usd,
        cost_unknown: 0,
      });
    expect(body).toMatchObject({
      token: 'spender',
      budget: { window: 'month', limit_usd: 5, reserved_usd: 0, spent_usd: line?.cost_usd },
      workspace_budget: null,
    });
  });

  it('shows a client credential its whole workspace', async () => {
    const { credential, id } = await world.addWorkspace();
    const own = await world.addToken({ workspace_id: id });
    expect(await ask(upstream.ref, own.token)).toBe(200);
    expect(await ask(upstream.ref, credential)).toBe(200);
    expect((await readOwn(credential)).body).toMatchObject({
      token: null,
      today: { requests: 2 },
      budget: null,
    });
    expect((await readOwn(own.token)).body).toMatchObject({ today: { requests: 1 } });
  });

  it('needs a token that may read it', async () => {
    const chatOnly = await world.addToken({ scopes: ['gate:chat'] });
    expect(await readOwn(chatOnly.token)).toMatchObject({
      status: 403,
      body: { error: { code: 'scope_not_allowed' } },
    });
    expect(await readOwn(null)).toMatchObject({ status: 401, body: { error: { code: 'missing_api_key' } } });
    expect((await readOwn('spideriq_pat_nobody')).status).toBe(401);
  });
});

describe('GET /v1/usage of the Control API', () => {
  it('tells refusals of ours from failures of a provider', async () => {
    const failing = await world.addUpstream();
    failing.fake.script('*', [always(failWith(500))]);
    const token = await world.addToken({ name: 'unlucky' });
    expect(await ask(failing.ref, token.token)).toBeGreaterThanOrEqual(500);
    expect(await ask('no-such-model', token.token)).toBe(404);
    const { totals } = await usage(`?token=${token.id}&bucket=hour`);
    expect(totals).toMatchObject({ requests: 2, failed: 1, refused: 1, succeeded: 0 });
  });

  it.each(['provider', 'model', 'alias', 'token', 'key', 'workspace'])(
    'grouped by %s it adds up to the same',
    async (group) => {
      for (const bucket of ['hour', 'day']) {
        const report = await usage(`?group_by=${group}&bucket=${bucket}`);
        const sum = report.data.reduce((all, line) => all + line.requests, 0);
        expect(sum).toBe((await usage('')).totals.requests);
        expect(sum).toBeGreaterThan(0);
      }
    },
  );

  it.each([
    ['?group_by=colour', 'group_by'],
    ['?bucket=week', 'bucket'],
    ['?from=yesterday', 'from'],
    ['?from=2026-12-02&to=2026-12-01', 'from'],
    ['?from=2026-01-01&to=2026-02-03&bucket=hour', 'from'],
    ['?from=2026-01-01&to=2026-01-17&bucket=hour&group_by=model', 'from'],
    ['?colour=red', 'colour'],
  ])('%s is refused and names %s', async (query, param) => {
    const refusal = await world.core.control.send('GET', `/usage${query}`);
    expect(refusal.status).toBe(400);
    expect(JSON.parse(refusal.text)).toMatchObject({ error: { code: 'invalid_request_error', param } });
  });
});

describe('a question by hour', () => {
  it.each([
    '?from=2026-01-01&to=2026-02-01&bucket=hour',
    '?from=2026-01-01&to=2026-01-15&bucket=hour&group_by=model',
    '?from=2026-01-01T00:00:00-11:00&to=2026-01-15T00:00:00-11:00&bucket=hour&group_by=token',
  ])('%s is answered', async (query) => {
    expect((await usage(query)).bucket).toBe('hour');
  });

  it('that is too long is told what to ask instead', async () => {
    const { text } = await world.core.control.send('GET', '/usage?from=2026-01-01&bucket=hour&group_by=key');
    const { message } = JSON.parse(text).error;
    for (const words of ['14 days', 'bucket=day']) expect(message).toContain(words);
  });
});

describe('GET /v1/requests/export', () => {
  it('gives each request that fits one line of CSV, without what a spreadsheet would run', async () => {
    await ask('=1+1', spender.token);
    const { text, headers } = await world.core.control.send('GET', '/requests/export?token=spender');
    const [heading, ...lines] = text.trimEnd().split('\r\n');
    expect(headers['content-type']).toContain('text/csv');
    expect(heading).toMatch(/^id,started_at,status,.*,cost_usd,/);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(",'=1+1,");
    expect(text).not.toMatch(/(^|,)[=+@-]/m);
    expect(text).not.toContain('hello');
  });

  it('gives the same as the list as JSON lines', async () => {
    const { text } = await world.core.control.send('GET', '/requests/export?format=jsonl&status=ok');
    const list = await world.core.control.call<{ data: unknown[] }>('GET', '/requests?status=ok');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(list.data);
  });

  it('is refused before it begins', async () => {
    for (const [query, param] of [
      ['?format=xlsx', 'format'],
      ['?limit=5', 'limit'],
      ['?from=yesterday', 'from'],
    ]) {
      const refusal = await world.core.control.send('GET', `/requests/export${query}`);
      expect(refusal.status).toBe(400);
      expect(JSON.parse(refusal.text)).toMatchObject({ error: { param } });
    }
  });

  it('ends when its reader leaves, and serves the next one', async () => {
    const { socketPath } = world.core.control;
    await new Promise<void>((resolve, reject) => {
      const request = httpGet({ socketPath, path: '/v1/requests/export', agent: false }, (response) => {
        response.once('data', () => response.destroy());
        response.once('close', () => resolve());
      });
      request.once('error', reject);
    });
    expect((await world.core.control.send('GET', '/requests/export')).status).toBe(200);
  });
});
