import { describe, expect, it } from 'vitest';
import {
  classifyAnswer,
  classifyEmbedded,
  hideSecret,
} from '../../../src/main/gateway/engine/classify-failure';
import { embeddedProviders } from '../../../src/main/providers';
import { addKey, answer, createGatewayWorld, makeCall } from '../../support/gateway-world';
import { ERROR_BODIES, NOW } from './error-bodies';

const active = embeddedProviders.filter(({ refused, kind }) => refused === null && kind !== 'builtin');

describe('every active provider', () => {
  it('has its error bodies here', () => {
    expect(Object.keys(ERROR_BODIES).toSorted()).toEqual(active.map(({ id }) => id).toSorted());
  });
});

describe.each(Object.entries(ERROR_BODIES))('%s', (_, cases) => {
  it.each(cases)('$status is $kind: $body', ({ status, body, headers, kind, wait, param }) => {
    const failure = classifyAnswer(status, headers ?? {}, body, NOW);
    expect({ kind: failure.kind, wait: failure.retryAfterMs }).toEqual({ kind, wait: wait ?? null });
    if (param !== undefined) expect(failure.param).toBe(param);
    // A trace shows the code, and must not show prose.
    expect(failure.code).toMatch(/^[\w.:/-]{1,80}$/);
  });
});

/** The judgement alone proves nothing of addresses, keys and what becomes of a request. */
describe.each(Object.entries(ERROR_BODIES))('%s, through the whole gateway', (id, cases) => {
  it.each(cases)(
    '$status is $kind: asked at its own address, with its key, and put into the trace',
    async (error) => {
      const provider = embeddedProviders.find((entry) => entry.id === id);
      if (!provider) throw new Error(`there is no ${id}`);
      const world = createGatewayWorld();
      addKey(world, id, { fields: { account_id: 'a1' } });
      const address = provider.baseUrl.replace('{account_id}', 'a1');
      const headers = { ...error.headers };
      world.state.responders.set(new URL(address).hostname, () => answer(error.body, error.status, headers));
      const call = makeCall({ model: `${id}/m`, max_tokens: 9 });
      const reply = await world.gateway.call(call);
      expect(world.state.sent[0]).toMatchObject({
        url: `${address}/chat/completions`,
        headers: { authorization: `Bearer secret-of-${id}-key` },
      });
      const attempts = world.state.rows.get(call.requestId)?.end?.trace.attempts ?? [];
      expect(attempts[0]).toMatchObject({ provider: id, outcome: error.kind, http_status: error.status });
      expect(JSON.stringify(reply)).not.toContain(`secret-of-${id}-key`);
    },
  );
});

describe('an error inside a 200', () => {
  it.each([
    [{ error: { code: 429, message: 'slow down' } }, 'rate_limited'],
    [{ error: { code: '1302', message: 'High concurrency usage of this API' } }, 'rate_limited'],
    [{ error: { type: 'overloaded_error', message: 'Overloaded' } }, 'server_error'],
    [{ error: { message: 'Provider disconnected', code: 502 } }, 'server_error'],
    [{ choices: [{ error: { code: 401, message: 'no' }, finish_reason: 'error' }] }, 'unauthorized'],
    [{ error: { code: 'content_filter', message: 'no' } }, 'content_filter'],
    [{ error: { code: 'context_length_exceeded', message: 'long' } }, 'context_length_exceeded'],
    [{ error: { message: 'something' } }, 'server_error'],
    [{ error: 'something' }, 'server_error'],
  ])('%j is %s', (body, kind) => {
    expect(classifyEmbedded(body, NOW)).toMatchObject({ kind, httpStatus: 200 });
  });
});

describe('a key that a provider repeats', () => {
  it('is in nothing that goes on', () => {
    const secret = 'sk-very-secret-0123456789';
    const body = { error: { message: `bad key ${secret}`, code: secret, param: secret } };
    const failure = hideSecret(classifyAnswer(400, {}, body, NOW), secret);
    expect(JSON.stringify(failure)).not.toContain(secret);
  });

  it('is not there in pieces either, and everything else is', () => {
    const secret = 'sk-very-secret-0123456789';
    const message = `What is ${secret.slice(0, 15)}…? See "some_parameter_name".`;
    const failure = hideSecret(classifyAnswer(400, {}, { error: { message } }, NOW), secret);
    expect(failure.message).toBe('What is ……? See "some_parameter_name".');
  });
});
