import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world';
import { always, answer, failWith } from './behaviours';

const messages = [{ role: 'user', content: 'hello' }];
const RATE_HEADERS = ['x-ratelimit-limit-requests', 'x-ratelimit-remaining-requests'] as const;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function ask(credential: string, model: string, more: Record<string, unknown> = {}) {
  const response = await world.post({ model, messages, ...more }, { credential });
  const { headers, status } = response;
  const text = await response.text();
  const rates = RATE_HEADERS.map((name) => headers.get(name));
  return { status, headers, text, rates };
}

/** Source: issue 4, 4; api.md, "Errors". */
describe('rate limits', () => {
  it('says in every answer what is left, and in a 429 when to come back', async () => {
    const { ref, fake } = await world.addUpstream();
    const { token } = await world.addToken({ rpm_limit: 2 });
    expect((await ask(token, ref)).rates).toEqual(['2', '1']);
    expect((await ask(token, ref, { stream: true })).rates).toEqual(['2', '0']);
    const refused = await ask(token, ref);
    expect([refused.status, ...refused.rates]).toEqual([429, '2', '0']);
    expect(refused.text).toContain('"code":"rate_limit_exceeded"');
    const wait = Number(refused.headers.get('retry-after-ms'));
    expect(wait).toBeGreaterThan(55_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(wait / 1000));
    const reset = Number(refused.headers.get('x-ratelimit-reset')) * 1000;
    expect(Math.abs(reset - Date.now() - wait)).toBeLessThan(1500);
    expect(refused.headers.get('x-should-retry')).toBeNull();
    expect(fake.chats()).toHaveLength(2);
    expect((await ask(world.token, ref)).rates).toEqual([null, null]);
  });

  it('says it in answers that are errors, too', async () => {
    const { ref, fake } = await world.addUpstream();
    const { token } = await world.addToken({ rpm_limit: 9, tpm_limit: 50, budget_usd: 0 });
    fake.script('*', [failWith(429, {}, { 'retry-after': '70' })]);
    const answers = [
      await ask(token, ref),
      await ask(token, ref),
      await ask(token, 'spideriq/no-such-alias'),
      await ask(token, ref, { max_tokens: 100 }),
    ];
    // A request that was turned away here does not count.
    expect(answers.map(({ status, rates }) => [status, ...rates])).toEqual([
      [429, '9', '8'],
      [429, '9', '8'],
      [404, '9', '8'],
      [429, '9', '8'],
    ]);
    expect(answers[0]?.text).toContain('model_cooldown');
    expect(answers[3]?.headers.get('x-ratelimit-limit-tokens')).toBe('50');
  });

  it('tells official SDKs not to sleep through a whole day', async () => {
    const { ref } = await world.addUpstream();
    const { token } = await world.addToken({ rpd_limit: 1 });
    await ask(token, ref);
    const refused = await ask(token, ref);
    expect(refused.text).toContain('"code":"daily_rate_limit_exceeded"');
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });

  it('lets no more than the limit of parallel requests in, and the next one when one has ended', async () => {
    const { ref, fake } = await world.addUpstream();
    fake.script('*', [always(answer({ headersDelayMs: 300 }))]);
    const { token } = await world.addToken({ parallel_limit: 3, rpm_limit: 5 });
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => ask(token, ref)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    // Those that were refused do not count: two of five are left.
    const after = [await ask(token, ref), await ask(token, ref), await ask(token, ref)];
    expect(after.map(({ status }) => status)).toEqual([200, 200, 429]);
  });

  it('counts what was refused or could not be routed against nothing', async () => {
    const { ref } = await world.addUpstream();
    const { token } = await world.addToken({ rpm_limit: 1, allowed_models: [ref] });
    expect((await ask(token, 'spideriq/coding')).status).toBe(403);
    expect((await ask(token, ref)).status).toBe(200);
  });

  it('estimates tokens at the start and corrects them at the end', async () => {
    const { ref } = await world.addUpstream();
    const { token } = await world.addToken({ tpm_limit: 1000 });
    // 900 are asked for and few are used: the second one fits only because the first was corrected.
    expect((await ask(token, ref, { max_tokens: 900 })).status).toBe(200);
    expect((await ask(token, ref, { max_tokens: 900 })).status).toBe(200);
    const refused = await ask(token, ref, { max_tokens: 2000 });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-limit-tokens')).toBe('1000');
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });

  it('are those of a workspace for all its tokens and its client credential together', async () => {
    const { ref } = await world.addUpstream();
    const { id, credential } = await world.addWorkspace();
    await world.core.control.call('PATCH', `/workspaces/${id}`, { rpm_limit: 2 });
    const { token } = await world.addToken({ workspace_id: id });
    const statuses = [];
    for (const who of [token, credential, token]) statuses.push((await ask(who, ref)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('of a key pass it over, and the next key serves', async () => {
    const { ref, fake } = await world.addUpstream({
      keys: [
        {
          api_key: 'first-key-0001',
          key_label: 'first',
          share_with_pool: true,
          minute_limit: 2,
          priority: 0,
        },
        {
          api_key: 'other-key-0001',
          key_label: 'other',
          share_with_pool: true,
          minute_limit: 1,
          priority: 1,
        },
      ],
    });
    const answers = [];
    for (let number = 0; number < 4; number += 1) answers.push(await ask(world.token, ref));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.at(-1)?.text).toContain('key_limit_reached');
    expect(fake.chats().map(({ key }) => key)).toEqual([
      'first-key-0001',
      'first-key-0001',
      'other-key-0001',
    ]);
  });
});
