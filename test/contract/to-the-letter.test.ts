import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('passes a request on as it was written, with only the model another', async () => {
  const upstream = await world.addUpstream();
  const alias = await world.addAlias([upstream]);
  const text = `{ "messages": [{"role":"user","content":"\\u00fc ü \\"model\\" 😀"}],
    "temperature": 1.0, "seed": 12345678901234567890, "model": "${alias}" }`;
  expect((await world.post(text)).status).toBe(200);
  expect(upstream.fake.chats()[0]?.text).toBe(text.replace(alias, 'fake-model'));
});

it('asks a stream for its usage at the end of the same text', async () => {
  const upstream = await world.addUpstream();
  const alias = await world.addAlias([upstream]);
  const text = `{"model":"${alias}","stream":true,"messages":[{"role":"user","content":"1.0"}], "top_p": 1.0 }\n`;
  const answer = await world.post(text);
  await answer.text();
  expect(upstream.fake.chats()[0]?.text).toBe(
    `${text.replace(alias, 'fake-model').trimEnd().slice(0, -1)},"stream_options":{"include_usage":true}}`,
  );
});

it('writes a request anew that could be read in two ways, as it was read here', async () => {
  const upstream = await world.addUpstream();
  const alias = await world.addAlias([upstream]);
  const text = `{"model":"${alias}","max_tokens":90000,"max_tokens":9,"messages":[{"role":"user","content":"hi"}]}`;
  expect((await world.post(text)).status).toBe(200);
  expect(upstream.fake.chats()[0]?.text).not.toContain('90000');
  expect(upstream.fake.chats()[0]?.body).toMatchObject({ max_tokens: 9 });
});

it('takes none of its own options on to the provider', async () => {
  const upstream = await world.addUpstream();
  const alias = await world.addAlias([upstream]);
  const text = `{"model":"${alias}","messages":[{"role":"user","content":"hi"}],"spidergate_options":{"timeout_ms":5000}}`;
  expect((await world.post(text)).status).toBe(200);
  expect(upstream.fake.chats()[0]?.text).not.toContain('spidergate_options');
});

it('gives an answer back with all it said, and what is ours at its end', async () => {
  const upstream = await world.addUpstream();
  const alias = await world.addAlias([upstream]);
  const answer = await world.post({ model: alias, messages: [{ role: 'user', content: 'hi' }] });
  const text = await answer.text();
  expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
  expect(Object.keys(JSON.parse(text)).at(-1)).toBe('spidergate_metadata');
  expect(JSON.parse(text)).toMatchObject({
    model: 'fake-model',
    usage: { total_tokens: expect.any(Number) },
  });
});
