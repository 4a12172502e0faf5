import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUsage } from '../../../../src/main/gateway/dialects/openai-chat/read-usage';

const read = (usage: object) => readUsage({ usage: { prompt_tokens: 100, completion_tokens: 20, ...usage } });

describe('the usage of an answer', () => {
  it('is read with all parts that may have a price of their own', () => {
    const usage = {
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 40, audio_tokens: 5, image_tokens: 6 },
      completion_tokens_details: { reasoning_tokens: 7, audio_tokens: 8 },
    };
    expect(read(usage)).toEqual({
      input: 100,
      output: 20,
      cached: 30,
      reasoning: 7,
      costUsd: null,
      parts: { cacheWrite: 40, audioInput: 5, imageInput: 6, audioOutput: 8 },
    });
  });

  it('has no parts where there are none, so that plain answers allocate nothing for them', () => {
    const details = { cached_tokens: 0, audio_tokens: 0 };
    expect(read({ prompt_tokens_details: details })).not.toHaveProperty('parts');
    expect(read({ prompt_cache_hit_tokens: 64 })).toMatchObject({ input: 100, cached: 64 });
  });

  it('adds the cache to Anthropic’s input, which leaves it out, and to no other', () => {
    const anthropic = {
      input_tokens: 10,
      output_tokens: 3,
      cache_read_input_tokens: 50,
      cache_creation_input_tokens: 7,
    };
    expect(readUsage({ usage: anthropic })).toMatchObject({
      input: 67,
      cached: 50,
      parts: { cacheWrite: 7 },
    });
    expect(read({ cache_read_input_tokens: 50 })).toMatchObject({ input: 100, cached: 50 });
    const responses = { input_tokens: 10, output_tokens: 3, input_tokens_details: { cached_tokens: 4 } };
    expect(readUsage({ usage: responses })).toMatchObject({ input: 10, cached: 4 });
  });

  it('bills thoughts that are counted beside the answer, or only in the total', () => {
    const details = { completion_tokens_details: { reasoning_tokens: 400 } };
    expect(read({ ...details, total_tokens: 520 })).toMatchObject({ output: 420, reasoning: 400 });
    expect(read({ total_tokens: 520 })).toMatchObject({ output: 420, reasoning: 400 });
    // OpenAI's way: already in it.
    const inside = { completion_tokens: 420, total_tokens: 520, ...details };
    expect(read(inside)).toMatchObject({ output: 420, reasoning: 400 });
    const cached = { prompt_tokens_details: { cached_tokens: 30 } };
    expect(read({ total_tokens: 160, ...cached })).toMatchObject({ input: 100, output: 60, reasoning: 40 });
    // The same number beside: a cache that the input leaves out.
    expect(read({ total_tokens: 150, ...cached })).toMatchObject({ input: 130, output: 20, reasoning: 0 });
  });

  it.each([
    ['OpenRouter', { cost: 0.00125 }, 0.00125],
    ['a key of one’s own behind OpenRouter', byok(true), 0.021],
    ['a breakdown nobody was charged for', byok(false), 0.001],
    ['Perplexity', { cost: { input_tokens_cost: 0.001, request_cost: 0.005, total_cost: 0.006 } }, 0.006],
    ['xAI', { cost_in_usd_ticks: 37_756_000 }, 0.0037756],
    ['DeepInfra', { estimated_cost: 0.00002 }, 0.00002],
    ['a negative cost', { cost: -1 }, null],
    ['an endless cost', { cost: Number.POSITIVE_INFINITY }, null],
    ['a cost in words', { cost: '0.1' }, null],
  ])('takes the cost as %s tells it', (_name, usage, usd) => {
    expect(read(usage)?.costUsd ?? null).toBe(usd);
  });

  it('never fails, and never gives a count that is not one', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue()), (usage) => {
        const found = readUsage({ usage });
        if (found === null) return;
        const { costUsd, parts, ...counts } = found;
        for (const count of [...Object.values(counts), ...Object.values(parts ?? {})])
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        expect(costUsd === null || (Number.isFinite(costUsd) && costUsd >= 0)).toBe(true);
      }),
    );
  });
});

const NAMES = [
  'prompt_tokens',
  'completion_tokens',
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cost',
  'cost_details',
  'is_byok',
  'prompt_tokens_details',
  'completion_tokens_details',
  'cache_read_input_tokens',
];

function byok(isByok: boolean) {
  return { cost: 0.001, is_byok: isByok, cost_details: { upstream_inference_cost: 0.02 } };
}
