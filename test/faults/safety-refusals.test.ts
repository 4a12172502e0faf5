import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStream } from '../support/sse';
import { openWorld, type World } from '../support/world';
import { always, answer, type Behaviour, failWith } from './behaviours';

/** Source: routing.md, "content filter": routing round a safety refusal is opt-in per alias. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const messages = [{ role: 'user', content: 'hello' }];
const refuses = (message: string) => failWith(400, { code: 'content_filter', message });
const refusesInStream = (message: string) =>
  answer({ errorEvent: { before: 0, error: { code: 'content_filter', message } } });

interface Way {
  readonly name: string;
  readonly stream: boolean;
  readonly refusal: (message: string) => Behaviour;
}

const ways: readonly Way[] = [
  { name: 'JSON', stream: false, refusal: refuses },
  { name: 'a stream', stream: true, refusal: refuses },
  { name: 'the first event of a stream', stream: true, refusal: refusesInStream },
];

async function ask({ stream }: Way, behaviours: readonly Behaviour[], temper = {}) {
  const upstreams = [];
  for (const behaviour of behaviours) {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [always(behaviour)]);
    upstreams.push(upstream);
  }
  const alias = await world.addAlias(upstreams, temper);
  const response = await world.post({ model: alias, messages, stream });
  const id = response.headers.get('x-request-id') ?? '';
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const error = isStream
    ? (await readStream(response)).error
    : ((await response.json()) as { error?: { code: string; message: string } }).error;
  const row = await world.request(id);
  return { error, row, outcomes: row.trace?.attempts.map(({ outcome }) => outcome), upstreams };
}

describe.each(ways)('a safety refusal ($name)', (way) => {
  it('ends the request with the provider’s reason, and nobody else is asked', async () => {
    const { error, outcomes, upstreams } = await ask(way, [way.refusal('not about that'), answer()]);
    expect(error).toMatchObject({ code: 'content_policy_violation', message: 'not about that' });
    expect(outcomes).toEqual(['content_filter']);
    expect(upstreams.map(({ fake }) => fake.chats().length)).toEqual([1, 0]);
  });

  it('is passed over where the alias says so, and stays in the trace', async () => {
    const { error, row, outcomes, upstreams } = await ask(way, [way.refusal('not about that'), answer()], {
      route_around_refusals: true,
    });
    expect(error ?? null).toBeNull();
    expect(outcomes).toEqual(['content_filter', 'ok']);
    expect(row.provider).toBe(upstreams[1]?.id);
  });

  it('is the answer after all when everybody refuses', async () => {
    const { error, outcomes } = await ask(way, [way.refusal('not about that'), way.refusal('nor here')], {
      route_around_refusals: true,
    });
    expect(error).toMatchObject({ code: 'content_policy_violation', message: 'nor here' });
    expect(outcomes).toEqual(['content_filter', 'content_filter']);
  });
});

it('an opted-in refusal does not cut off a slower place that is still answering beside it', async () => {
  const [way] = ways;
  if (!way) throw new Error('there are ways');
  const { error, outcomes } = await ask(way, [answer({ headersDelayMs: 600 }), refuses('not about that')], {
    route_around_refusals: true,
    first_token_ms: 200,
  });
  expect(error).toBeUndefined();
  expect(outcomes).toEqual(['content_filter', 'ok']);
});

it('a pinned model has no alias that could allow it', async () => {
  const upstream = await world.addUpstream();
  upstream.fake.script('*', [always(refuses('not about that'))]);
  const response = await world.post({ model: upstream.ref, messages });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'content_policy_violation' } });
});
