import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { always, failWith } from '../faults/behaviours';
import { type FakeUpstream, openWorld, type World } from '../support/world';

const messages = [{ role: 'user' as const, content: 'hello' }];

let world: World;
let upstream: FakeUpstream;
let alias: string;
beforeAll(async () => {
  world = await openWorld();
  upstream = await world.addUpstream();
  alias = await world.addAlias([upstream]);
});
afterAll(() => world.close());

async function errorOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OpenAI.APIError) return error;
  throw new Error(`expected an APIError, got ${error}`);
}

const chat = (credential: string, model: string) =>
  world.openai(credential).chat.completions.create({ model, messages });

describe('errors as the openai package sees them', () => {
  it.each([
    ['a token of no form', 'sk-somebody-elses-token', 'invalid_token_format'],
    [
      'a well-formed client credential nobody has',
      'cli_aaaaaaaa:key_aaaaaaaa:secret_aaaaaaaa',
      'invalid_api_key',
    ],
  ])('401 for %s', async (_, credential, code) => {
    const error = await errorOf(chat(credential, alias));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error.code).toBe(code);
    expect(error.headers?.get('www-authenticate')).toBe('Bearer');
    expect(error.headers?.get('x-request-id')).toBeTruthy();
  });

  it('401 for a mistyped token is told from an unknown one by its checksum', async () => {
    const last = world.token.at(-1) === 'a' ? 'b' : 'a';
    const error = await errorOf(chat(`${world.token.slice(0, -1)}${last}`, alias));
    expect(error).toMatchObject({ status: 401, code: 'invalid_token_format' });
  });

  it('401 for no token, and for a revoked one', async () => {
    const none = await world.post({ model: alias, messages }, { credential: null });
    expect(none.status).toBe(401);
    expect(await none.json()).toMatchObject({ error: { code: 'missing_api_key' } });
    const { id, token } = await world.addToken();
    expect((await world.post({ model: alias, messages }, { credential: token })).status).toBe(200);
    await world.core.control.call('DELETE', `/agent-tokens/${id}`);
    expect(await errorOf(chat(token, alias))).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it('401 for an expired token', async () => {
    const { id, token } = await world.addToken();
    await world.core.control.call('PATCH', `/agent-tokens/${id}`, { expires_at: '2020-01-01T00:00:00Z' });
    expect(await errorOf(chat(token, alias))).toMatchObject({ status: 401 });
  });

  it('takes the token as x-api-key too', async () => {
    const headers = { 'x-api-key': world.token };
    const response = await world.post({ model: alias, messages }, { credential: null, headers });
    expect(response.status).toBe(200);
  });

  it('403 model_not_allowed outside the allow-list, before any provider is called', async () => {
    const { token } = await world.addToken({ allowed_models: ['spideriq/*'] });
    const before = upstream.fake.requests.length;
    const error = await errorOf(chat(token, alias));
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(error.code).toBe('model_not_allowed');
    expect(upstream.fake.requests.length).toBe(before);
  });

  it('403 scope_not_allowed without gate:chat', async () => {
    const { token } = await world.addToken({ scopes: ['gate:usage'] });
    expect(await errorOf(chat(token, alias))).toMatchObject({ status: 403, code: 'scope_not_allowed' });
  });

  it.each(['no-such-model-anywhere', 'spideriq/no-such-alias', 'nobody/some-model'])(
    '404 for %s',
    async (model) => {
      const error = await errorOf(chat(world.token, model));
      expect(error).toBeInstanceOf(OpenAI.NotFoundError);
      expect(error.code).toBe('model_not_found');
    },
  );

  it.each([
    ['no messages', { model: 'x/y' }, 'messages'],
    ['no model', { messages }, 'model'],
    ['messages of the wrong type', { model: 'x/y', messages: 'hello' }, 'messages'],
    ['a stream of the wrong type', { model: 'x/y', messages, stream: 'yes' }, 'stream'],
    [
      'an option out of range',
      { model: 'x/y', messages, spidergate_options: { cache_ttl_seconds: 5 } },
      'spidergate_options.cache_ttl_seconds',
    ],
  ])('400 with the parameter named for %s', async (_, body, param) => {
    const response = await world.post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
  });

  it('400 invalid_json', async () => {
    const response = await world.post('{"model":');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_json' } });
  });

  it('413 over 32 MiB', async () => {
    const huge = JSON.stringify({
      model: alias,
      messages: [{ role: 'user', content: 'x'.repeat(33 * 1024 * 1024) }],
    });
    const response = await world.post(huge);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } });
  });

  it("400 with the provider's own reason when the request was at fault, and no other provider is asked", async () => {
    const [picky, other] = [await world.addUpstream(), await world.addUpstream()];
    picky.fake.script('*', [
      failWith(400, {
        message: "messages[0].role: must be one of 'user', 'assistant'",
        type: 'invalid_request_error',
      }),
    ]);
    const error = await errorOf(chat(world.token, await world.addAlias([picky, other])));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error.message).toContain('must be one of');
    expect(other.fake.chats()).toEqual([]);
  });

  it('503 for an alias nothing is configured for, with the page where a key can be had', async () => {
    const nobody = 'my/unconfigured';
    const slots = [{ provider: 'groq', model: 'openai/gpt-oss-120b' }];
    await world.core.control.call('PUT', `/aliases/${encodeURIComponent(nobody)}`, { slots });
    const error = await errorOf(chat(world.token, nobody));
    expect(error).toMatchObject({ status: 503, code: 'no_provider_key' });
    expect(error.message).toContain('console.groq.com');
  });

  it('503 no_groq_key for a pinned provider without a key', async () => {
    expect(await errorOf(chat(world.token, 'groq/openai/gpt-oss-120b'))).toMatchObject({
      status: 503,
      code: 'no_groq_key',
    });
  });

  it("502 and never the provider's own 401 when its keys are refused", async () => {
    const locked = await world.addUpstream();
    locked.fake.script('*', [always(failWith(401, { code: 'invalid_api_key' }))]);
    const error = await errorOf(chat(world.token, await world.addAlias([locked])));
    expect(error).toMatchObject({ status: 502, code: 'upstream_credentials_exhausted' });
  });

  it('404 in our own shape for a path nobody serves', async () => {
    const response = await world.post({}, { path: '/v1/nothing-here' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });
});
