import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { type FakeUpstream, openWorld, type World } from '../support/world';
import {
  always,
  answer,
  type Behaviour,
  emptyBody,
  errorObjectWith200,
  failWith,
  html,
  reset,
  silence,
} from './behaviours';
import { lookAtPlace, type PlaceView } from './health-view';

/** Source: routing.md, "What each failure does": each row, what it does to the request, and what is kept of it. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.core.control.call('PATCH', '/settings', { stall_ms: 1000 });
});
afterAll(() => world.close());

interface Row {
  readonly what: string;
  readonly behaviours: readonly Behaviour[];
  readonly only?: 'stream' | 'JSON';
  readonly status?: number;
  readonly outcomes: readonly string[];
  readonly route: string;
  readonly key?: PlaceView['key']['status'];
  /** Seconds until it is back, at least and at most. */
  readonly back?: readonly [number, number];
}

const rows: readonly Row[] = [
  {
    what: '400 the caller’s fault',
    behaviours: [failWith(400, { message: 'messages: too strange', type: 'invalid_request_error' })],
    status: 400,
    outcomes: ['bad_request'],
    route: 'healthy',
  },
  {
    what: 'context_length_exceeded',
    behaviours: [failWith(400, { code: 'context_length_exceeded' })],
    outcomes: ['context_length_exceeded', 'ok'],
    route: 'healthy',
  },
  {
    what: '413',
    behaviours: [failWith(413)],
    outcomes: ['context_length_exceeded', 'ok'],
    route: 'healthy',
  },
  {
    what: 'content filter',
    behaviours: [failWith(400, { code: 'content_filter' })],
    status: 400,
    outcomes: ['content_filter'],
    route: 'healthy',
  },
  {
    what: '401',
    behaviours: [failWith(401, { code: 'invalid_api_key' })],
    outcomes: ['unauthorized', 'ok'],
    route: 'key_unhealthy',
    key: 'unhealthy',
    back: [55, 60],
  },
  {
    what: '402',
    behaviours: [failWith(402)],
    outcomes: ['payment_required', 'ok'],
    route: 'quota_spent',
    key: 'unhealthy',
    back: [55, 60],
  },
  {
    what: 'insufficient_quota',
    behaviours: [failWith(429, { code: 'insufficient_quota' })],
    outcomes: ['payment_required', 'ok'],
    route: 'quota_spent',
    key: 'unhealthy',
    back: [55, 60],
  },
  {
    what: '403',
    behaviours: [failWith(403)],
    outcomes: ['forbidden', 'ok'],
    route: 'cooling_down',
    back: [55, 60],
  },
  ...[404, 410].map((status) => ({
    what: `${status}`,
    behaviours: [failWith(status)],
    outcomes: ['model_gone', 'ok'],
    route: 'model_gone',
    back: [86_390, 86_400] as const,
  })),
  ...[408, 409, 425].map((status) => ({
    what: `${status} once`,
    behaviours: [failWith(status)],
    outcomes: ['conflict', 'ok'],
    route: 'healthy',
  })),
  {
    what: '429 with a wait',
    behaviours: [failWith(429, {}, { 'retry-after': '30' })],
    outcomes: ['rate_limited', 'ok'],
    route: 'cooling_down',
    back: [28, 30],
  },
  {
    what: '429 for the day',
    behaviours: [failWith(429, { message: 'Rate limit reached: tokens per day. Try again in 10h17m5s.' })],
    outcomes: ['quota_spent', 'ok'],
    route: 'quota_spent',
    back: [37_020, 37_025],
  },
  {
    what: '500 twice',
    behaviours: [failWith(500), failWith(500)],
    outcomes: ['server_error', 'server_error', 'ok'],
    route: 'degraded',
    key: 'degraded',
  },
  {
    what: '503 with a long wait',
    behaviours: [failWith(503, {}, { 'retry-after': '20' })],
    outcomes: ['server_error', 'ok'],
    route: 'degraded',
    key: 'degraded',
  },
  {
    what: 'two resets before headers',
    behaviours: [reset(), reset()],
    outcomes: ['connection_failed', 'connection_failed', 'ok'],
    route: 'degraded',
  },
  {
    what: 'no headers in time',
    behaviours: [silence()],
    only: 'stream',
    outcomes: ['headers_timeout', 'ok'],
    route: 'degraded',
  },
  {
    what: 'headers, but no first token in time',
    behaviours: [answer({ stallAfter: 0 })],
    only: 'stream',
    outcomes: ['first_token_timeout', 'ok'],
    route: 'degraded',
  },
  ...[
    ['no headers', silence()] as const,
    ['headers, but nothing behind them', answer({ stallAfter: 0 })] as const,
  ].map(([what, behaviour]) => ({
    what: `${what}: a whole answer may take long, so another place is asked beside it`,
    behaviours: [behaviour],
    only: 'JSON' as const,
    // In the order in which they ended.
    outcomes: ['ok', 'superseded'],
    route: 'degraded',
  })),
  ...[
    ['HTML', html()] as const,
    ['an empty body', emptyBody()] as const,
    ['an error object', errorObjectWith200()] as const,
  ].map(([what, behaviour]) => ({
    what: `200 that is ${what}`,
    behaviours: [behaviour, behaviour],
    outcomes: what === 'an error object' ? ['server_error', 'server_error', 'ok'] : ['not_an_answer', 'ok'],
    route: 'degraded',
    key: 'degraded' as const,
  })),
  {
    what: 'a first event that is a rate limit',
    behaviours: [
      answer({
        errorEvent: { before: 0, error: { message: 'slow down', code: 429 } },
        cut: { after: 1, how: 'end' },
      }),
    ],
    only: 'stream',
    outcomes: ['rate_limited', 'ok'],
    route: 'cooling_down',
    back: [0, 2],
  },
];

const ways = [
  ['JSON', false],
  ['stream', true],
] as const;

describe.each(ways)('%s', (name, stream) => {
  const fitting = rows.filter(({ only }) => only === undefined || only === name);
  it.each(fitting)('$what', async (row) => {
    const { broken, alias } = await brokenThenGood(isTimed(row) ? { first_token_ms: 250 } : {});
    broken.fake.script('*', row.behaviours);
    const response = await world.post({ model: alias, messages, stream });
    expect(response.status).toBe(row.status ?? 200);
    const text = await response.text();
    expect(text.includes('[DONE]')).toBe(stream && response.status === 200);
    const { trace } = await world.request(response.headers.get('x-request-id') ?? '');
    expect(trace?.attempts.map(({ outcome }) => outcome)).toEqual(row.outcomes);
    const view = await lookAtPlace(world, broken, alias);
    expect({ route: view.route, key: view.key.status }).toEqual({
      route: row.route,
      key: row.key ?? 'healthy',
    });
    const [least, most] = row.back ?? [null, null];
    if (least !== null) {
      expect(view.backInS).toBeGreaterThanOrEqual(least);
      expect(view.backInS).toBeLessThanOrEqual(most);
      // What the trace tells the caller is the same time.
      expect(trace?.attempts[0]?.cooldown_until).not.toBeNull();
    } else {
      expect({ back: view.backInS, cooling: view.key.coolingS }).toEqual({ back: null, cooling: null });
    }
  });
});

describe.each(ways)('rows that need more than one request, %s', (_, stream) => {
  it('a parameter that was refused is left out for this model from then on', async () => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [
      failWith(400, { message: "Unsupported parameter: 'logit_bias'", param: 'logit_bias' }),
    ]);
    const ask = () => world.post({ model: alias, messages, stream, logit_bias: { '1': 2 }, top_p: 0.5 });
    expect((await ask()).headers.get('x-spidergate-fallback-from')).toBe(broken.ref);
    expect((await ask()).headers.get('x-spidergate-fallback-from')).toBeNull();
    expect(broken.fake.chats().map(({ body }) => ['logit_bias' in body, body.top_p])).toEqual([
      [true, 0.5],
      [false, 0.5],
    ]);
  });

  it('what a request means is never left out, whatever is refused', async () => {
    const { broken, alias } = await brokenThenGood();
    const detail = [
      {
        loc: ['body', 'messages', 0, 'name'],
        msg: 'Extra inputs are not permitted',
        type: 'extra_forbidden',
      },
    ];
    broken.fake.script('*', [{ kind: 'plain', status: 422, body: JSON.stringify({ detail }) }]);
    await (await world.post({ model: alias, messages, stream })).text();
    expect((await world.post({ model: alias, messages, stream })).status).toBe(200);
    expect(broken.fake.chats().map(({ body }) => body.messages)).toEqual([messages, messages]);
  });

  it.each([408, 409, 425])('%d twice within 60 s cools', async (status) => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [failWith(status), failWith(status)]);
    for (const wanted of ['healthy', 'cooling_down']) {
      await (await world.post({ model: alias, messages, stream })).text();
      expect((await lookAtPlace(world, broken, alias)).route).toBe(wanted);
    }
  });

  it('5xx: three requests in a row open the breaker of the key, for less than 30 s', async () => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [always(failWith(503))]);
    const seen: PlaceView[] = [];
    for (let count = 0; count < 3; count += 1) {
      await askPinned(broken, stream);
      seen.push(await lookAtPlace(world, broken, alias));
    }
    expect(seen.map(({ key }) => [key.status, key.consecutive_failures])).toEqual([
      ['degraded', 1],
      ['degraded', 2],
      ['unhealthy', 3],
    ]);
    expect(seen[2]?.route).toBe('key_unhealthy');
    expect(seen[2]?.backInS).toBeLessThanOrEqual(30);
  });

  it('refused connections open the breaker of the provider, not of its keys', async () => {
    const { broken, alias } = await brokenThenGood();
    await broken.fake.refuse();
    for (let count = 0; count < 3; count += 1) await askPinned(broken, stream);
    const view = await lookAtPlace(world, broken, alias);
    expect({ route: view.route, key: view.key.status }).toEqual({ route: 'provider_down', key: 'healthy' });
  });
});

describe('a stream that breaks off', () => {
  it.each([
    ['cut', answer({ tokens: 9, cut: { after: 3, how: 'reset' } })],
    ['stalled', answer({ tokens: 9, stallAfter: 3 })],
    ['broken in more than three events', answer({ tokens: 9, malformedBefore: [2, 3, 4, 5] })],
  ])('a stream that is %s after the first token counts against the key', async (_, behaviour) => {
    const { broken, alias } = await brokenThenGood();
    broken.fake.script('*', [behaviour]);
    const { done, error } = await readStream(await world.post({ model: alias, messages, stream: true }));
    expect({ done, code: error?.code }).toEqual({ done: false, code: 'stream_interrupted' });
    expect(await lookAtPlace(world, broken, alias)).toMatchObject({
      route: 'degraded',
      key: { status: 'degraded' },
    });
  });
});

describe('429 and time', () => {
  const wait = failWith(429, {}, { 'retry-after': '1' });

  it('sits a wait within patience_ms out at the same place', async () => {
    const { broken, good, alias } = await brokenThenGood({ patience_ms: 1500 });
    broken.fake.script('*', [wait]);
    const response = await world.post({ model: alias, messages });
    expect(response.headers.has('x-spidergate-fallback-from')).toBe(false);
    expect([broken, good].map(({ fake }) => fake.chats().length)).toEqual([2, 0]);
  });

  it('goes on at once where there is no patience, and comes back to a short wait when nothing else is left', async () => {
    const { broken, good, alias } = await brokenThenGood();
    broken.fake.script('*', [wait]);
    good.fake.script('*', [always(failWith(403))]);
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(200);
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row.trace?.attempts.map(({ outcome }) => outcome)).toEqual(['rate_limited', 'forbidden', 'ok']);
    expect(row.provider).toBe(broken.id);
  });

  it.each(ways)(
    'new requests wait for a place that is back in under 2 s, and one of them probes it (%s)',
    async (_, stream) => {
      const only = await world.addUpstream();
      const alias = await world.addAlias([only]);
      only.fake.script('*', [
        failWith(429, {}, { 'retry-after': '1' }),
        always(answer({ headersDelayMs: 100 })),
      ]);
      const refused = await world.post({
        model: alias,
        messages,
        spidergate_options: { retry_count: 0 },
      });
      expect(refused.status).toBe(429);
      const began = performance.now();
      const asking = Array.from({ length: 10 }, () => world.post({ model: alias, messages, stream }));
      // A new key is tested, which asks for other paths.
      await only.fake.until((requests) => requests.filter(({ path }) => path.includes('/chat/')).length > 1);
      expect(performance.now() - began).toBeGreaterThan(700);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(only.fake.chats()).toHaveLength(2);
      const answers = await Promise.all(asking);
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      for (const response of answers) await response.text();
    },
  );

  it('tells the soonest time when others failed for other reasons', async () => {
    const { broken, good, alias } = await brokenThenGood();
    broken.fake.script('*', [failWith(429, {}, { 'retry-after': '40' })]);
    good.fake.script('*', [always(failWith(500))]);
    const response = await world.post({ model: alias, messages });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      error: { code: 'upstream_failed', message: expect.stringMatching(/back in (?:39|40) s/) },
    });
  });
});

describe('a caller who goes away', () => {
  it.each([
    ['before the headers', silence(), false],
    ['before the first token', answer({ stallAfter: 0 }), true],
    ['in the middle of a stream', answer({ tokens: 5000, tokenDelayMs: 5 }), true],
  ])(
    '%s: the provider is stopped within 100 ms, and nothing is held against it',
    async (what, behaviour, stream) => {
      const { broken, good, alias } = await brokenThenGood();
      broken.fake.script('*', [behaviour]);
      const controller = new AbortController();
      const asking = world.post({ model: alias, messages, stream }, { signal: controller.signal });
      const id = asking.then((response) => response.headers.get('x-request-id'));
      id.catch(() => {});
      await broken.fake.until(([first]) => first !== undefined);
      if (what.includes('middle')) await (await asking).body?.getReader().read();
      const leftAt = performance.now();
      controller.abort();
      await broken.fake.until(([first]) => first?.aborted === true);
      const stoppedAt = broken.fake.chats()[0]?.abortedAt ?? Number.POSITIVE_INFINITY;
      expect(stoppedAt - leftAt).toBeLessThan(100);
      expect(good.fake.chats()).toEqual([]);
      await expect.poll(() => lookAtPlace(world, broken, alias)).toMatchObject({ route: 'healthy' });
    },
  );
});

/** Only who waits for a limit gets a short one: a busy machine must not be taken for a slow provider. */
function isTimed({ outcomes }: Row): boolean {
  return outcomes.some((outcome) => outcome.endsWith('_timeout') || outcome === 'superseded');
}

const messages = [{ role: 'user', content: 'hello' }];

async function brokenThenGood(
  temper = {},
): Promise<{ broken: FakeUpstream; good: FakeUpstream; alias: string }> {
  const broken = await world.addUpstream({ name: 'broken' });
  const good = await world.addUpstream({ name: 'good' });
  return { broken, good, alias: await world.addAlias([broken, good], temper) };
}

/** Straight to the broken one, so that the good one cannot keep requests from it. */
async function askPinned(upstream: FakeUpstream, stream: boolean): Promise<void> {
  const response = await world.post({ model: upstream.ref, messages, stream });
  expect(response.status).toBe(502);
}
