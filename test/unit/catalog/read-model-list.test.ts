import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readModelList } from '../../../src/main/catalog/refresh/read-model-list';
import { readModelsDev } from '../../../src/main/catalog/refresh/read-models-dev';
import { seen } from './catalog-fixtures';

const nano = (usd: number) => Math.round(usd * 1e9);

function read(provider: string, body: unknown) {
  return readModelList(provider, body)?.models;
}

describe('a provider’s list of models', () => {
  it('reads plain OpenAI, with what Groq and vLLM add', () => {
    expect(
      read('groq', {
        object: 'list',
        data: [
          {
            id: 'openai/gpt-oss-120b',
            object: 'model',
            active: true,
            context_window: 131072,
            max_completion_tokens: 65536,
          },
          { id: 'retired', active: false },
          { id: 'local', max_model_len: 4096 },
        ],
      }),
    ).toEqual([
      seen('openai/gpt-oss-120b', { contextWindow: 131_072, maxOutputTokens: 65_536 }),
      seen('local', { contextWindow: 4096 }),
    ]);
  });

  it('takes the path off Google’s names, in both of its forms', () => {
    expect(read('google', { data: [{ id: 'models/gemini-3.8-flash' }] })).toEqual([seen('gemini-3.8-flash')]);
    expect(
      readModelList('google', {
        models: [{ name: 'models/gemini-3.8-flash', inputTokenLimit: 1048576, outputTokenLimit: 65536 }],
        nextPageToken: 'more',
      }),
    ).toEqual({
      models: [seen('gemini-3.8-flash', { contextWindow: 1_048_576, maxOutputTokens: 65_536 })],
      isComplete: false,
    });
  });

  it('reads Together’s bare array and its prices per million', () => {
    expect(
      read('together', [
        { id: 'zai-org/GLM-5.3', type: 'chat', context_length: 200000, pricing: { input: 1.4, output: 4.4 } },
        { id: 'black-forest-labs/FLUX.2', type: 'image' },
      ]),
    ).toEqual([
      seen('zai-org/GLM-5.3', {
        contextWindow: 200_000,
        price: { inputPerMillion: nano(1.4), outputPerMillion: nano(4.4) },
      }),
    ]);
  });

  it('reads OpenRouter’s prices per token, limits and abilities', () => {
    const entry = {
      id: 'x/model',
      context_length: 262144,
      architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
      pricing: { prompt: '0.0000003', completion: '0.0000025', input_cache_read: '0.00000003' },
      top_provider: { max_completion_tokens: 65536 },
      supported_parameters: ['tools', 'reasoning', 'temperature'],
    };
    expect(read('openrouter', { data: [entry] })).toEqual([
      seen('x/model', {
        contextWindow: 262_144,
        maxOutputTokens: 65_536,
        capabilities: ['tools', 'vision', 'reasoning'],
        price: { inputPerMillion: nano(0.3), outputPerMillion: nano(2.5), cachedInputPerMillion: nano(0.03) },
      }),
    ]);
    // The same numbers from somebody whose unit nobody knows are not a price.
    expect(read('elsewhere', { data: [entry] })?.[0]?.price).toBeNull();
  });

  it.each([
    ['x/router', { prompt: '-1', completion: '-1' }, null],
    ['x/unpriced', { prompt: '0', completion: '0' }, null],
    ['x/model:free', { prompt: '0', completion: '0' }, { inputPerMillion: 0, outputPerMillion: 0 }],
    ['x/wrong-unit', { prompt: '3', completion: '15' }, null],
  ])('believes the price of %s only where it can be one', (id, pricing, price) => {
    expect(read('openrouter', { data: [{ id, pricing }] })?.[0]?.price).toEqual(price);
  });

  it('reads Mistral’s abilities, and knows an embedding model', () => {
    const abilities = { completion_chat: true, function_calling: true, vision: true };
    expect(
      read('mistral', {
        data: [
          { id: 'mistral-small-latest', max_context_length: 262144, capabilities: abilities },
          { id: 'mistral-embed', capabilities: { ...abilities, completion_chat: false } },
          { id: 'mistral-ocr-latest', capabilities: { ...abilities, completion_chat: false } },
        ],
      }),
    ).toEqual([
      seen('mistral-small-latest', { contextWindow: 262_144, capabilities: ['tools', 'json', 'vision'] }),
      seen('mistral-embed', { capabilities: ['embeddings'] }),
    ]);
  });

  it('leaves out what neither talks nor embeds', () => {
    const ids = ['gpt-6-luna', 'whisper-1', 'tts-1-hd', 'gpt-image-2', 'omni-moderation-latest', 'sora-2'];
    expect(read('openai', { data: ids.map((id) => ({ id })) })).toEqual([seen('gpt-6-luna')]);
  });

  it('reads Ollama’s own list', () => {
    expect(read('ollama-cloud', { models: [{ name: 'gpt-oss:120b', size: 1 }] })).toEqual([
      seen('gpt-oss:120b'),
    ]);
  });

  it('says when there is more', () => {
    expect(readModelList('anthropic', { data: [{ id: 'a', type: 'model' }], has_more: true })).toEqual({
      models: [seen('a')],
      isComplete: false,
    });
  });

  it.each([
    [undefined],
    [null],
    ['<html>'],
    [{}],
    [{ error: { message: 'no' } }],
    [[1, 2]],
    [{ data: [{}] }],
  ])('knows that %j is not a list of models', (body) => {
    expect(readModelList('x', body)).toBeNull();
  });

  it('survives any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => void readModelList('openrouter', body)));
    fc.assert(fc.property(fc.jsonValue(), (body) => void readModelsDev(body, () => true)));
  });
});

describe('models.dev', () => {
  const model = {
    reasoning: true,
    tool_call: true,
    modalities: { input: ['text', 'image', 'audio'], output: ['text'] },
    cost: { input: 1, output: 2, cache_read: 0.1 },
    limit: { context: 1000, output: 100 },
  };

  it('is read under our names, without models that are deprecated or draw', () => {
    const body = {
      moonshotai: {
        models: {
          kimi: model,
          old: { ...model, status: 'deprecated' },
          draws: { ...model, modalities: { input: ['text'], output: ['image'] } },
          plan: { ...model, cost: { input: 0, output: 0 } },
        },
      },
      unheard: { models: { kimi: model } },
    };
    const known = readModelsDev(body, (id) => id === 'moonshot');
    const kimi = {
      contextWindow: 1000,
      maxOutputTokens: 100,
      capabilities: ['tools', 'json', 'vision', 'audio', 'reasoning'],
      price: { inputPerMillion: nano(1), outputPerMillion: nano(2), cachedInputPerMillion: nano(0.1) },
    } as const;
    expect([...(known ?? [])]).toEqual([
      ['moonshot', [seen('kimi', kimi), seen('plan', { ...kimi, price: null })]],
    ]);
  });

  it.each([[[]], [{ groq: { models: {} } }], ['<html>'], [null]])('refuses %j', (body) => {
    expect(readModelsDev(body, () => true)).toBeNull();
  });
});
