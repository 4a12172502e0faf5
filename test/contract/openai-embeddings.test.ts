import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failWith } from '../faults/behaviours';
import { type FakeUpstream, openWorld, type World } from '../support/world';

/** The official package, which asks for base64 unless it is told otherwise; the fake answers with numbers. */
let world: World;
let first: FakeUpstream;
let second: FakeUpstream;
beforeAll(async () => {
  world = await openWorld();
  first = await world.addUpstream({ models: ['vectors'] });
  second = await world.addUpstream({ models: ['vectors'] });
});
afterAll(() => world.close());

async function aliasOf(...upstreams: readonly FakeUpstream[]): Promise<string> {
  const slots = upstreams.map(({ id, model }) => ({ provider: id, model }));
  await world.core.control.call('PUT', `/aliases/${encodeURIComponent('agent/embed')}`, { slots });
  return 'agent/embed';
}

describe('embeddings', () => {
  it('come as numbers, one vector for each input, in the order of the input', async () => {
    const model = await aliasOf(first);
    const { data, usage } = await world.openai().embeddings.create({ model, input: ['one', 'two', 'three'] });
    expect(data.map(({ index, embedding }) => [index, embedding])).toEqual([
      [0, [0, 0.5, -0.5]],
      [1, [1, 0.5, -0.5]],
      [2, [2, 0.5, -0.5]],
    ]);
    expect(usage.total_tokens).toBeGreaterThan(0);
  });

  it('come in the encoding that was asked for, whatever the provider makes of it', async () => {
    const ask = async (encoding_format?: string) => {
      const body = { model: first.ref, input: 'one', ...(encoding_format ? { encoding_format } : {}) };
      const response = await world.post(body, { path: '/v1/embeddings' });
      const { data } = (await response.json()) as { data: readonly { embedding: string | number[] }[] };
      return data[0]?.embedding;
    };
    expect(await ask()).toEqual([0, 0.5, -0.5]);
    expect(await ask('float')).toEqual([0, 0.5, -0.5]);
    const bytes = Buffer.from(String(await ask('base64')), 'base64');
    expect([0, 4, 8].map((at) => bytes.readFloatLE(at))).toEqual([0, 0.5, -0.5]);
    expect(bytes).toHaveLength(12);
  });

  it.each([
    [{ total_tokens: 40 }, { input: 40, estimated: false }],
    [{ prompt_tokens: 'many' }, { estimated: true }],
    [undefined, { estimated: true }],
  ])('are an answer, and counted, with a usage of %j', async (usage, counted) => {
    const data = [{ object: 'embedding', index: 0, embedding: [1, 2] }];
    const answer = { object: 'list', model: 'vectors', data, ...(usage ? { usage } : {}) };
    first.fake.script('*', [{ kind: 'plain', status: 200, body: JSON.stringify(answer) }]);
    const response = await world.post({ model: first.ref, input: 'one' }, { path: '/v1/embeddings' });
    expect(response.status).toBe(200);
    const row = await world.request(response.headers.get('x-request-id') ?? '');
    expect(row.usage).toMatchObject({ ...counted, output: 0 });
  });

  it('fall back to another place of the same model, never to another model', async () => {
    const other = await world.addUpstream({ models: ['other-vectors'] });
    const model = await aliasOf(first, other, second);
    first.fake.script('*', [failWith(403)]);
    const answer = await world.openai().embeddings.create({ model, input: 'one' }).withResponse();
    expect(answer.response.headers.get('x-spidergate-fallback-from')).toBe(first.ref);
    expect(answer.data.model).toBe('vectors');
    expect(other.fake.chats()).toEqual([]);
  });

  it('wait for their model while it cools down: an index must not get vectors of another one', async () => {
    const [busy, other] = [
      await world.addUpstream({ models: ['busy-vectors'] }),
      await world.addUpstream({ models: ['other-vectors'] }),
    ];
    const model = await aliasOf(busy, other);
    busy.fake.script('*', [failWith(429, {}, { 'retry-after': '30' })]);
    for (const _ of ['is told to wait', 'comes while it waits']) {
      const response = await world.post({ model, input: 'one' }, { path: '/v1/embeddings' });
      expect(response.status).toBe(429);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(20);
      expect(await response.json()).toMatchObject({ error: { code: 'model_cooldown' } });
    }
    expect(other.fake.chats()).toEqual([]);
  });
});
