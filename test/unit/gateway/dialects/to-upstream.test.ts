import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../../../src/main/gateway/dialects/openai-chat';
import type { ProviderQuirks } from '../../../../src/main/gateway/types';
import { embeddedProviders } from '../../../../src/main/providers';

const base = { model: 'spideriq/coding', messages: [{ role: 'developer', content: 'be brief', name: 'n' }] };

function send(provider: string, body: object, refusedParams: readonly string[] = []) {
  const definition = embeddedProviders.find((entry) => entry.id === provider);
  if (!definition) throw new Error(`no provider ${provider}`);
  return openaiChat.toUpstream(openaiChat.parse({ ...base, ...body }, {}), {
    provider: definition,
    model: 'm',
    refusedParams,
  });
}

describe('a request as a provider wants it', () => {
  it('loses what Groq refuses', () => {
    expect(send('groq', { logprobs: true, max_tokens: 5 })).toEqual({
      model: 'm',
      messages: [{ role: 'system', content: 'be brief' }],
      max_tokens: 5,
    });
  });

  it('has its limit under the name the provider knows', () => {
    expect(send('openai', { max_tokens: 5 })).toMatchObject({ max_completion_tokens: 5 });
    expect(send('mistral', { max_completion_tokens: 5, seed: 1 })).toEqual({
      model: 'm',
      messages: [{ role: 'system', content: 'be brief', name: 'n' }],
      max_tokens: 5,
      random_seed: 1,
    });
  });

  it('has one limit where the caller named two, so that no provider goes by the one that was not reckoned with', () => {
    const both = { max_tokens: 9000, max_completion_tokens: 5 };
    expect(send('openai', both)).toMatchObject({ max_completion_tokens: 5 });
    expect(send('openai', both)).not.toHaveProperty('max_tokens');
    expect(send('openrouter', both)).toMatchObject({ max_tokens: 5, max_completion_tokens: 5 });
  });

  it('asks for usage in streams, except where that is refused', () => {
    expect(send('openai', { stream: true })).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(send('mistral', { stream: true, stream_options: { include_usage: true } })).not.toHaveProperty(
      'stream_options',
    );
    expect(send('openai', { stream_options: { include_usage: true } })).not.toHaveProperty('stream_options');
  });

  it('keeps the order of tools one at a time where the provider can do no more', () => {
    expect(send('nvidia', { tools: [{ type: 'function' }] })).toMatchObject({ parallel_tool_calls: false });
    expect(send('nvidia', {})).not.toHaveProperty('parallel_tool_calls');
  });

  it('gives Cloudflare plain text and a limit', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [] },
    ];
    expect(send('cloudflare', { messages })).toMatchObject({
      max_tokens: 8192,
      messages: [
        { role: 'user', content: 'a\nb' },
        { role: 'assistant', content: '' },
      ],
    });
  });

  it('strips what a tool validator refuses, at any depth', () => {
    const tools = [
      {
        type: 'function',
        function: { parameters: { $schema: 'x', properties: { a: { additionalProperties: false } } } },
      },
    ];
    expect(send('google', { tools }).tools).toEqual([
      { type: 'function', function: { parameters: { properties: { a: {} } } } },
    ]);
  });

  it('never sends our own options or what the model was seen to refuse', () => {
    const sent = send('openai', { spidergate_options: { timeout_ms: 1000 }, verbosity: 'low' }, [
      'verbosity',
    ]);
    expect(sent).not.toHaveProperty('spidergate_options');
    expect(sent).not.toHaveProperty('verbosity');
  });

  it('leaves the caller’s own body untouched', () => {
    const body = Object.freeze({
      ...base,
      messages: Object.freeze([Object.freeze({ role: 'developer', content: 'x' })]),
    });
    const quirks: readonly ProviderQuirks[] = embeddedProviders.map((entry) => entry.quirks);
    for (const provider of embeddedProviders) {
      openaiChat.toUpstream(openaiChat.parse(body, {}), { provider, model: 'm', refusedParams: [] });
    }
    expect(quirks.length).toBeGreaterThan(30);
    expect(body.messages[0]).toEqual({ role: 'developer', content: 'x' });
  });
});

describe('a body that is not valid', () => {
  it.each([
    [{}, 'model'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: [{ content: 'x' }] }, 'messages[0].role'],
    [{ ...base, stream: 'yes' }, 'stream'],
    [{ ...base, max_tokens: -1 }, 'max_tokens'],
    [{ ...base, spidergate_options: { cache_ttl_seconds: 5 } }, 'spidergate_options.cache_ttl_seconds'],
    [{ ...base, spidergate_options: { nonsense: 5 } }, 'spidergate_options.nonsense'],
  ])('%j is refused, naming %s', (body, param) => {
    expect(() => openaiChat.parse(body, {})).toThrow(
      expect.objectContaining({ code: 'invalid_request_error', param }),
    );
  });

  it.each([null, 'text', 7, []])('%j is refused', (body) => {
    expect(() => openaiChat.parse(body, {})).toThrow(
      expect.objectContaining({ code: 'invalid_request_error' }),
    );
  });
});
