import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { type FakeUpstream, openWorld, type World } from '../support/world';
import {
  answer,
  type Behaviour,
  emptyBody,
  errorObjectWith200,
  failWith,
  html,
  reset,
  silence,
} from './behaviours';
import { answerText } from './chat-answer';

/** Source: routing.md, "What each failure does". One row here for each row there that comes before the first token. */
const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Row {
  readonly what: string;
  readonly behaviours: readonly Behaviour[];
  /** How many calls the broken place gets, its one key included. */
  readonly calls: number;
  readonly outcome: RegExp;
}

const goesOn: readonly Row[] = [
  {
    what: 'a parameter it does not know',
    behaviours: [
      failWith(400, {
        message: "Unsupported parameter: 'logit_bias'",
        code: 'unsupported_parameter',
        param: 'logit_bias',
      }),
    ],
    calls: 1,
    outcome: /unsupported_parameter/,
  },
  {
    what: '401',
    behaviours: [failWith(401, { code: 'invalid_api_key' })],
    calls: 1,
    outcome: /unauthorized/,
  },
  { what: '402', behaviours: [failWith(402)], calls: 1, outcome: /payment_required|quota/ },
  {
    what: '429 insufficient_quota',
    behaviours: [failWith(429, { code: 'insufficient_quota', message: 'You exceeded your current quota' })],
    calls: 1,
    outcome: /payment_required|quota/,
  },
  { what: '403', behaviours: [failWith(403)], calls: 1, outcome: /forbidden/ },
  { what: '404', behaviours: [failWith(404, { code: 'model_not_found' })], calls: 1, outcome: /model_gone/ },
  { what: '410', behaviours: [failWith(410)], calls: 1, outcome: /model_gone/ },
  { what: '408', behaviours: [failWith(408)], calls: 1, outcome: /conflict|timeout/ },
  { what: '409', behaviours: [failWith(409)], calls: 1, outcome: /conflict/ },
  { what: '425', behaviours: [failWith(425)], calls: 1, outcome: /conflict/ },
  {
    what: '429 with a wait',
    behaviours: [failWith(429, {}, { 'retry-after': '30' })],
    calls: 1,
    outcome: /rate_limited/,
  },
  {
    what: '429 for the day',
    behaviours: [
      failWith(429, { message: 'Rate limit reached for requests per day (RPD). Try again in 10h17m5s.' }),
    ],
    calls: 1,
    outcome: /rate_limited|quota/,
  },
  { what: '500 twice', behaviours: [failWith(500), failWith(500)], calls: 2, outcome: /server_error/ },
  { what: '503 twice', behaviours: [failWith(503), failWith(503)], calls: 2, outcome: /server_error/ },
  { what: '529 twice', behaviours: [failWith(529), failWith(529)], calls: 2, outcome: /server_error/ },
  {
    what: 'two resets before headers',
    behaviours: [reset(), reset()],
    calls: 2,
    outcome: /connection_failed/,
  },
  { what: 'HTML with 200', behaviours: [html(), html()], calls: 2, outcome: /not_an_answer/ },
  {
    what: 'an empty body with 200',
    behaviours: [emptyBody(), emptyBody()],
    calls: 2,
    outcome: /not_an_answer/,
  },
  {
    what: 'an error object with 200',
    behaviours: [errorObjectWith200(), errorObjectWith200()],
    calls: 2,
    outcome: /not_an_answer|server_error/,
  },
];

const ways = [
  ['JSON', false],
  ['stream', true],
] as const;

describe.each(ways)('before the first token, %s: the next candidate answers', (_, stream) => {
  it.each(goesOn)('after $what', async ({ behaviours, calls, outcome }) => {
    const { broken, good, alias } = await brokenThenGood();
    broken.fake.script('*', behaviours);
    const response = await world.post({ model: alias, messages, stream });
    await expectWhole(response, stream);
    expect(response.headers.get('x-spidergate-fallback-from')).toBe(broken.ref);
    expect(broken.fake.chats().length).toBeGreaterThanOrEqual(1);
    expect(broken.fake.chats().length).toBeLessThanOrEqual(calls);
    expect(good.fake.chats()).toHaveLength(1);
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row).toMatchObject({ status: 'ok', provider: good.id, fallback_from: broken.ref });
    expect(row.trace?.attempts[0]?.outcome).toMatch(outcome);
    expect(row.trace?.attempts.at(-1)).toMatchObject({ outcome: 'ok', provider: good.id });
  });

  it('after a refused connection', async () => {
    const { broken, alias } = await brokenThenGood();
    await broken.fake.refuse();
    await expectWhole(await world.post({ model: alias, messages, stream }), stream);
  });

  it('after one 5xx the same place is asked once more, and that is no fallback', async () => {
    const { broken, good, alias } = await brokenThenGood();
    broken.fake.script('*', [failWith(500)]);
    const response = await world.post({ model: alias, messages, stream });
    await expectWhole(response, stream);
    expect(response.headers.has('x-spidergate-fallback-from')).toBe(false);
    expect([broken.fake.chats().length, good.fake.chats().length]).toEqual([2, 0]);
  });
});

describe('before the first token, other ways to be of no use', () => {
  it('no headers in time', async () => {
    const { broken, alias } = await brokenThenGood({ first_token_ms: 200 });
    broken.fake.script('*', [silence()]);
    const response = await world.post({ model: alias, messages, stream: true });
    await expectWhole(response, true);
    // The silent route is not asked again, and its connection is not left open.
    expect(broken.fake.chats()).toHaveLength(1);
    await broken.fake.until(([first]) => first?.aborted === true);
  });

  it('headers, but no first token in time', async () => {
    const { broken, alias } = await brokenThenGood({ first_token_ms: 200 });
    broken.fake.script('*', [answer({ stallAfter: 0 })]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
    await broken.fake.until(([first]) => first?.aborted === true);
  });

  it('headers and keep-alive comments, but no first token in time', async () => {
    const { broken, alias } = await brokenThenGood({ first_token_ms: 200 });
    broken.fake.script('*', [answer({ firstTokenDelayMs: 20_000, keepAliveMs: 20 })]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
  });

  it('an error as the first event', async () => {
    const { broken, alias } = await brokenThenGood();
    const behaviour = answer({
      errorEvent: { before: 0, error: { message: 'overloaded', code: 'overloaded' } },
      cut: { after: 0, how: 'end' },
    });
    broken.fake.script('*', [behaviour, behaviour]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
  });

  it('a reset after the role and before any text', async () => {
    const { broken, alias } = await brokenThenGood();
    const behaviour = answer({ cut: { after: 0, how: 'reset' } });
    broken.fake.script('*', [behaviour, behaviour]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
  });

  it('an end after the role and before any text', async () => {
    const { broken, alias } = await brokenThenGood();
    const behaviour = answer({ cut: { after: 0, how: 'end' } });
    broken.fake.script('*', [behaviour, behaviour]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
  });

  it.each([
    ['nothing but a role and [DONE]', answer({ tokens: 0, finishReason: null })],
    ['an error as its finish reason', answer({ tokens: 0, finishReason: 'error' })],
  ])('%s', async (_, behaviour) => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [behaviour, behaviour]);
    await expectWhole(await world.post({ model: alias, messages, stream: true }), true);
  });

  it('a JSON answer that says itself it failed', async () => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [answer({ finishReason: 'error' })]);
    await expectWhole(await world.post({ model: alias, messages }), false);
  });

  it('a JSON answer that is cut in the middle', async () => {
    const { broken, alias } = await brokenThenGood();
    const behaviour = answer({ cut: { after: 0, how: 'reset' } });
    broken.fake.script('*', [behaviour, behaviour]);
    await expectWhole(await world.post({ model: alias, messages }), false);
  });
});

describe.each(ways)('failures that are the caller’s, %s', (_way, stream) => {
  it.each([
    [
      'a bad request',
      failWith(400, { message: 'messages: too strange', type: 'invalid_request_error' }),
      400,
      undefined,
    ],
    [
      'a content filter',
      failWith(400, { message: 'flagged', code: 'content_filter' }),
      400,
      'content_policy_violation',
    ],
  ])('%s stops, and no other provider is asked', async (_, behaviour, status, code) => {
    const { broken, good, alias } = await brokenThenGood();
    broken.fake.script('*', [behaviour]);
    const response = await world.post({ model: alias, messages, stream });
    expect(response.status).toBe(status);
    if (code) expect(await response.json()).toMatchObject({ error: { code } });
    expect([broken.fake.chats().length, good.fake.chats().length]).toEqual([1, 0]);
  });

  it('context_length_exceeded never goes to a model of the same size, only to a larger one', async () => {
    const small = await upstreamWithContext(8_000);
    const same = await upstreamWithContext(8_000);
    const large = await upstreamWithContext(64_000);
    small.fake.script('*', [
      failWith(400, { code: 'context_length_exceeded', message: 'maximum context length is 8000' }),
    ]);
    const alias = await world.addAlias([small, same, large]);
    await expectWhole(await world.post({ model: alias, messages, stream }), stream);
    expect([small, same, large].map(({ fake }) => fake.chats().length)).toEqual([1, 0, 1]);
  });

  it('context_length_exceeded is 413 when nobody is larger', async () => {
    const [small, same] = [await upstreamWithContext(8_000), await upstreamWithContext(8_000)];
    small.fake.script('*', [
      failWith(400, { code: 'context_length_exceeded', message: 'maximum context length is 8000' }),
    ]);
    const response = await world.post({ model: await world.addAlias([small, same]), messages, stream });
    expect(response.status).toBe(413);
    expect(same.fake.chats()).toEqual([]);
  });
});

describe.each(ways)('other keys, %s', (_way, stream) => {
  const twoAccounts = [
    { api_key: 'first-key-1111', share_with_pool: true, priority: 1, account: 'a' },
    { api_key: 'second-key-2222', share_with_pool: true, priority: 2, account: 'b' },
  ];

  it.each([
    ['401', failWith(401)],
    ['402', failWith(402)],
    ['403', failWith(403)],
    ['429', failWith(429, {}, { 'retry-after': '30' })],
    [
      '429 for the day',
      failWith(429, { message: 'Rate limit reached: tokens per day. Try again in 10h17m5s.' }),
    ],
  ])('after %s the next key of the same provider is used before the next provider', async (_, behaviour) => {
    const keyed = await world.addUpstream({ keys: twoAccounts });
    const good = await world.addUpstream();
    keyed.fake.script('key:first-key-1111', [behaviour]);
    const response = await world.post({ model: await world.addAlias([keyed, good]), messages, stream });
    await expectWhole(response, stream);
    expect(keyed.fake.chats().map(({ key }) => key)).toEqual(['first-key-1111', 'second-key-2222']);
    // The first choice of the alias has served, if with another key.
    expect(response.headers.has('x-spidergate-fallback-from')).toBe(false);
  });

  it('two keys of one account are never rotated to dodge its limit', async () => {
    const keys = twoAccounts.map((key) => ({ ...key, account: 'the same' }));
    const keyed = await world.addUpstream({ keys });
    const good = await world.addUpstream();
    keyed.fake.script('key:first-key-1111', [failWith(429, {}, { 'retry-after': '30' })]);
    const model = await world.addAlias([keyed, good]);
    await expectWhole(await world.post({ model, messages, stream }), stream);
    expect(keyed.fake.chats()).toHaveLength(1);
  });

  it('a dead provider is not asked again with each of its keys', async () => {
    const keyed = await world.addUpstream({ keys: twoAccounts });
    const good = await world.addUpstream();
    keyed.fake.script('*', [reset(), reset(), reset(), reset()]);
    const model = await world.addAlias([keyed, good]);
    await expectWhole(await world.post({ model, messages, stream }), stream);
    expect(keyed.fake.chats().length).toBeLessThanOrEqual(2);
  });
});

describe('when nothing is left', () => {
  it('names every candidate it tried, and no secret', async () => {
    const [one, two] = [await world.addUpstream(), await world.addUpstream()];
    for (const { fake } of [one, two]) fake.script('*', [failWith(500), failWith(500)]);
    const response = await world.post({ model: await world.addAlias([one, two]), messages });
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'upstream_failed' } });
    expect(text).toContain(one.id);
    expect(text).toContain(two.id);
    expect(text).not.toContain('key-0001');
  });

  it('says 429 with the shortest wait when all are waiting', async () => {
    const [one, two] = [await world.addUpstream(), await world.addUpstream()];
    one.fake.script('*', [failWith(429, {}, { 'retry-after': '50' })]);
    two.fake.script('*', [failWith(429, {}, { 'retry-after': '20' })]);
    const alias = await world.addAlias([one, two]);
    for (const _ of ['while they say so', 'and from memory']) {
      const response = await world.post({ model: alias, messages });
      expect(response.status).toBe(429);
      expect(await response.json()).toMatchObject({ error: { code: 'model_cooldown' } });
      const wait = Number(response.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(15);
      expect(wait).toBeLessThanOrEqual(20);
    }
    expect([one.fake.chats().length, two.fake.chats().length]).toEqual([1, 1]);
  });

  it('says so too when keys beside them are refused: those are not what the caller waits for', async () => {
    const [dead, busy] = [await world.addUpstream(), await world.addUpstream()];
    dead.fake.script('*', [failWith(401)]);
    busy.fake.script('*', [failWith(429, {}, { 'retry-after': '90' })]);
    const alias = await world.addAlias([dead, busy]);
    for (const _ of ['while they say so', 'and from memory']) {
      const response = await world.post({ model: alias, messages });
      expect(response.status).toBe(429);
      const wait = Number(response.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(85);
      expect(response.headers.get('x-should-retry')).toBe('false');
    }
  });

  it('stops at max_attempts', async () => {
    const upstreams = [await world.addUpstream(), await world.addUpstream(), await world.addUpstream()];
    for (const { fake } of upstreams) fake.script('*', [failWith(404)]);
    const alias = await world.addAlias(upstreams, { max_attempts: 2 });
    expect((await world.post({ model: alias, messages })).status).toBe(502);
    expect(upstreams.map(({ fake }) => fake.chats().length)).toEqual([1, 1, 0]);
  });
});

async function brokenThenGood(
  temper = {},
): Promise<{ broken: FakeUpstream; good: FakeUpstream; alias: string }> {
  const broken = await world.addUpstream({ name: 'broken' });
  const good = await world.addUpstream({ name: 'good' });
  return { broken, good, alias: await world.addAlias([broken, good], temper) };
}

async function upstreamWithContext(context_window: number): Promise<FakeUpstream> {
  const upstream = await world.addUpstream();
  const id = `${upstream.id}-sized`;
  const models = [{ id: 'fake-model', context_window }];
  await world.core.control.call('POST', '/providers', { id, name: id, base_url: upstream.fake.url, models });
  await world.core.control.call('POST', '/keys', {
    provider_name: id,
    api_key: `${id}-key-0001`,
    share_with_pool: true,
  });
  return { ...upstream, id, ref: `${id}/fake-model` };
}

async function expectWhole(response: Response, stream: boolean): Promise<void> {
  expect(response.status).toBe(200);
  if (!stream) {
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: answerText() } }] });
    return;
  }
  const { text, done, error } = await readStream(response);
  expect({ text, done, error }).toEqual({ text: answerText(), done: true, error: null });
}
