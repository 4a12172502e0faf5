import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../../src/main/gateway/dialects/openai-chat';
import { openaiEmbeddings } from '../../../src/main/gateway/dialects/openai-embeddings';
import { embeddedProviders } from '../../../src/main/providers';
import { addressOf, otherHosts } from '../../../src/shared/domain/provider-address';

/** Everything a caller may send that some provider takes amiss. */
const asked = {
  model: 'spideriq/coding',
  messages: [
    {
      role: 'developer',
      content: [
        { type: 'text', text: 'be' },
        { type: 'text', text: 'brief' },
      ],
      name: 'dev',
    },
    {
      role: 'assistant',
      content: null,
      refusal: null,
      reasoning_content: 'hm',
      reasoning_details: [],
      tool_calls: [
        {
          index: 0,
          id: 'call_of_another_provider',
          type: 'function',
          function: { name: 'f', arguments: '{}' },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_of_another_provider', content: '1' },
  ],
  stream: true,
  max_tokens: 7,
  temperature: 1.5,
  n: 1,
  seed: 3,
  user: 'u',
  store: true,
  metadata: {},
  service_tier: 'auto',
  prediction: {},
  logit_bias: {},
  logprobs: true,
  top_logprobs: 2,
  top_k: 4,
  min_p: 0.1,
  repetition_penalty: 1.1,
  frequency_penalty: 0.1,
  presence_penalty: 0.1,
  parallel_tool_calls: true,
  prompt_cache_key: 'k',
  verbosity: 'low',
  reasoning_effort: 'low',
  tools: [
    {
      type: 'function',
      function: { name: 'f', parameters: { $schema: 's', type: 'object', additionalProperties: false } },
    },
  ],
};

interface Expected {
  /** Parameters that must not arrive. */
  readonly drops?: readonly string[];
  /** Parameters that must arrive like this. */
  readonly has?: Readonly<Record<string, unknown>>;
  /** `content` of the first message; the text parts as they came where nothing is said. */
  readonly firstContent?: string;
  readonly keepsDeveloper?: boolean;
  readonly emptyContent?: boolean;
  readonly shortIds?: boolean;
  readonly plainSchema?: boolean;
  readonly messageFields?: readonly string[];
  readonly usage?: false;
}

const PENALTIES = ['frequency_penalty', 'presence_penalty'];
const LOGPROBS = ['logprobs', 'top_logprobs'];
const SAMPLING = ['top_k', 'min_p', 'repetition_penalty', 'logit_bias', ...LOGPROBS];
const mistral: Expected = {
  drops: [
    ...SAMPLING,
    'user',
    'store',
    'service_tier',
    'metadata',
    'reasoning_effort',
    'seed',
    'stream_options',
  ],
  has: { max_tokens: 7, random_seed: 3, n: 1 },
  messageFields: ['reasoning_content', 'reasoning_details', 'refusal'],
  shortIds: true,
  usage: false,
};

/** Source: providers.json of the facts, `quirks` with their notes; `max_tokens` where it says nothing else. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  groq: { drops: [...LOGPROBS, 'logit_bias', 'n'], messageFields: ['name'] },
  cerebras: {
    drops: [
      ...PENALTIES,
      'logit_bias',
      'parallel_tool_calls',
      'service_tier',
      'store',
      'prompt_cache_key',
      'verbosity',
      'n',
      'max_tokens',
    ],
    has: { max_completion_tokens: 7 },
  },
  mistral,
  'mistral-codestral': mistral,
  openrouter: { drops: ['n'], has: { provider: { require_parameters: true } } },
  nvidia: { drops: ['store', 'service_tier', 'n'], has: { parallel_tool_calls: false } },
  google: {
    drops: [
      'logit_bias',
      ...LOGPROBS,
      'min_p',
      'repetition_penalty',
      'store',
      'metadata',
      'service_tier',
      'parallel_tool_calls',
      'user',
      'prediction',
    ],
    plainSchema: true,
  },
  cohere: {
    drops: [...SAMPLING, 'n', 'store', 'metadata', 'service_tier', 'parallel_tool_calls', 'prediction'],
    firstContent: 'be\nbrief',
    plainSchema: true,
  },
  sambanova: { drops: ['logit_bias', 'logprobs', 'n', ...PENALTIES, 'seed'] },
  together: { drops: ['store', 'service_tier'] },
  fireworks: { drops: ['store'] },
  deepinfra: {},
  hyperbolic: {},
  huggingface: {},
  cloudflare: {
    drops: ['min_p', 'logit_bias', ...LOGPROBS, 'store', 'user'],
    firstContent: 'be\nbrief',
    emptyContent: true,
  },
  chutes: {},
  zai: { drops: ['store', 'logit_bias', 'logprobs', 'n', 'reasoning_effort'] },
  moonshot: { drops: ['store'] },
  deepseek: { drops: ['store', 'logit_bias', 'n'] },
  siliconflow: {},
  dashscope: { drops: ['store', 'logit_bias'] },
  openai: { drops: ['max_tokens'], has: { max_completion_tokens: 7, store: true }, keepsDeveloper: true },
  anthropic: { drops: ['n'], has: { temperature: 1 }, keepsDeveloper: true },
  xai: { drops: ['store', 'max_tokens'], has: { max_completion_tokens: 7 } },
  perplexity: {
    drops: ['tools', 'tool_choice', 'logprobs', 'n', 'seed', 'logit_bias', 'parallel_tool_calls'],
    plainSchema: true,
  },
  ollama: { drops: ['logit_bias', 'n', 'user'] },
  'ollama-cloud': {},
  lmstudio: {},
  ovh: {},
  scaleway: { drops: ['logit_bias', 'user', 'n'] },
  llm7: {},
  pollinations: {},
  kilo: { drops: ['response_format'] },
  llamacpp: {},
};

const active = embeddedProviders.filter(({ refused, kind }) => refused === null && kind !== 'builtin');

function sendTo(id: string, body: object = asked) {
  const provider = embeddedProviders.find((entry) => entry.id === id);
  if (!provider) throw new Error(`no provider ${id}`);
  return openaiChat.toUpstream(openaiChat.parse(body, {}), { provider, model: 'm', refusedParams: [] });
}

it('every active provider is in the table', () => {
  expect(Object.keys(EXPECTED).toSorted()).toEqual(active.map(({ id }) => id).toSorted());
});

describe.each(Object.entries(EXPECTED))('%s', (id, expected) => {
  const sent = sendTo(id);
  const json = JSON.stringify(sent);

  it('gets its limit, its model and no parameter it refuses', () => {
    const wanted = { model: 'm', max_tokens: 7, ...expected.has };
    if (expected.drops?.includes('max_tokens')) Reflect.deleteProperty(wanted, 'max_tokens');
    expect(sent).toMatchObject(wanted);
    for (const name of expected.drops ?? []) expect(sent).not.toHaveProperty(name);
  });

  it('gets messages it understands', () => {
    expect(sent.messages).toMatchObject([
      { role: expected.keepsDeveloper ? 'developer' : 'system', content: expected.firstContent ?? [{}, {}] },
      { role: 'assistant', content: expected.emptyContent ? '' : null },
      { role: 'tool' },
    ]);
    const messages: readonly object[] = Array.isArray(sent.messages) ? sent.messages : [];
    for (const field of expected.messageFields ?? [])
      expect(messages.some((message) => field in message)).toBe(false);
    expect(json.includes('call_of_another_provider')).toBe(!expected.shortIds);
  });

  it('gets tools and the wish for usage as it takes them', () => {
    expect(json.includes('$schema')).toBe(!expected.plainSchema);
    expect('stream_options' in sent).toBe(expected.usage !== false);
  });
});

describe('what is said once about one provider', () => {
  it('Mistral: a call and its answer keep belonging together, and its own ids stay', () => {
    const text = JSON.stringify(sendTo('mistral').messages);
    const ids = [...text.matchAll(/"(?:id|tool_call_id)":"([A-Za-z0-9]+)"/g)].map(([, found]) => found);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toMatch(/^[A-Za-z0-9]{9}$/);
    expect(ids[1]).toBe(ids[0]);
    const own = { role: 'tool', tool_call_id: 'aB3dE6gH9', content: '' };
    expect(sendTo('mistral', { model: 'x', messages: [own] }).messages).toEqual([own]);
  });

  it('Cloudflare: always gets a limit, and its account stands in the address', () => {
    const messages = [{ role: 'user', content: 'hi' }];
    expect(sendTo('cloudflare', { model: 'x', messages })).toMatchObject({ max_tokens: 8192 });
    const cloudflare = embeddedProviders.find(({ id }) => id === 'cloudflare');
    expect(cloudflare).toMatchObject({ needs: ['account_id'] });
    expect(cloudflare?.baseUrl).toContain('{account_id}');
  });

  it('Z.ai and others with several consoles: a key is sent to the one that knows it, and to no other host', () => {
    const zai = embeddedProviders.find((provider) => provider.id === 'zai');
    if (!zai) throw new Error('zai is gone');
    const goesTo = (fields: Record<string, string>) => addressOf(zai, fields);
    expect(goesTo({})).toBe('https://api.z.ai/api/paas/v4');
    expect(goesTo({ host: 'open.bigmodel.cn' })).toBe('https://open.bigmodel.cn/api/paas/v4');
    expect(goesTo({ host: 'evil.example' })).toBe('https://api.z.ai/api/paas/v4');
    const several = embeddedProviders.filter((provider) => otherHosts(provider).length > 0);
    expect(several.map((provider) => provider.id)).toEqual(['zai', 'moonshot', 'siliconflow', 'dashscope']);
  });

  it('OpenRouter: what the caller says about its providers stands, and plain requests are left alone', () => {
    const messages = [{ role: 'user', content: 'hi' }];
    const provider = { order: ['a'], require_parameters: false };
    const tools = [{ type: 'function', function: { name: 'f' } }];
    expect(sendTo('openrouter', { model: 'x', messages, tools, provider }).provider).toEqual(provider);
    expect(sendTo('openrouter', { model: 'x', messages })).not.toHaveProperty('provider');
    const response_format = { type: 'json_object' };
    expect(sendTo('openrouter', { model: 'x', messages, response_format })).toHaveProperty('provider');
  });

  it('NVIDIA: an embedding says what it is for, unless the caller does', () => {
    const provider = embeddedProviders.find(({ id }) => id === 'nvidia');
    if (!provider) throw new Error('no nvidia');
    const send = (body: object) =>
      openaiEmbeddings.toUpstream(openaiEmbeddings.parse({ model: 'x', input: 'hi', ...body }, {}), {
        provider,
        model: 'm',
        refusedParams: [],
      });
    expect(send({})).toEqual({ model: 'm', input: 'hi', input_type: 'query' });
    expect(send({ input_type: 'passage' })).toMatchObject({ input_type: 'passage' });
  });

  it('a limit that is refused under one name is tried under the other, and never left out', () => {
    const provider = embeddedProviders.find(({ id }) => id === 'groq');
    if (!provider) throw new Error('no groq');
    const request = openaiChat.parse(
      { model: 'x', messages: [{ role: 'user', content: '' }], max_tokens: 7 },
      {},
    );
    const send = (refusedParams: readonly string[]) =>
      openaiChat.toUpstream(request, { provider, model: 'm', refusedParams });
    expect(send(['max_tokens'])).toMatchObject({ max_completion_tokens: 7 });
    // Without any, the answer could cost more than was set aside for it.
    expect(send(['max_tokens', 'max_completion_tokens'])).toMatchObject({ max_tokens: 7 });
  });
});
