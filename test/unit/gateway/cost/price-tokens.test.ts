import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceTokens, showPrice } from '../../../../src/main/gateway/cost/price-tokens';
import type { UsedTokens } from '../../../../src/main/gateway/cost/types';
import type { ModelPrice } from '../../../../src/main/gateway/types';
import { anyPrice, anyUsage, flatPrice, usdPerMillion } from './cost-fixtures';

const used = (change: Partial<UsedTokens>): UsedTokens => ({
  input: 0,
  output: 0,
  cached: 0,
  reasoning: 0,
  estimated: false,
  ...change,
});

describe('what tokens cost', () => {
  const price: ModelPrice = {
    inputPerMillion: usdPerMillion(2),
    outputPerMillion: usdPerMillion(10),
    cachedInputPerMillion: usdPerMillion(0.2),
    cacheWritePerMillion: usdPerMillion(2.5),
    audioInputPerMillion: usdPerMillion(6),
    imageInputPerMillion: usdPerMillion(3),
    reasoningPerMillion: usdPerMillion(4),
    audioOutputPerMillion: usdPerMillion(20),
    perRequest: 5_000_000,
  };

  it('charges each part once, at its own rate, and the fee of the request', () => {
    const parts = { cacheWrite: 100, audioInput: 50, imageInput: 25, audioOutput: 10 };
    const cost = priceTokens(price, used({ input: 1000, output: 200, cached: 400, reasoning: 90, parts }));
    const input = 425 * 2 + 400 * 0.2 + 100 * 2.5 + 50 * 6 + 25 * 3;
    const output = 100 * 10 + 90 * 4 + 10 * 20;
    expect(cost).toBe(Math.round((input + output) * 1000) + 5_000_000);
  });

  it('charges a part that nobody prices as the whole it belongs to, not as nothing', () => {
    const plain = { inputPerMillion: usdPerMillion(2), outputPerMillion: usdPerMillion(10) };
    const parts = { cacheWrite: 10, audioInput: 10, imageInput: 10, audioOutput: 10 };
    const cost = priceTokens(plain, used({ input: 100, output: 50, cached: 30, reasoning: 20, parts }));
    expect(cost).toBe(100 * 2000 + 50 * 10_000);
  });

  it('charges the whole of a request by the highest tier it has passed, and not at the edge', () => {
    const tiered: ModelPrice = {
      inputPerMillion: usdPerMillion(1),
      outputPerMillion: usdPerMillion(5),
      cachedInputPerMillion: usdPerMillion(0.1),
      audioInputPerMillion: usdPerMillion(8),
      tiers: [
        { aboveInputTokens: 200_000, inputPerMillion: usdPerMillion(2), outputPerMillion: usdPerMillion(7) },
        { aboveInputTokens: 272_000, inputPerMillion: usdPerMillion(3), outputPerMillion: usdPerMillion(9) },
      ],
    };
    const at = (input: number, change: Partial<UsedTokens> = {}) =>
      priceTokens(tiered, used({ input, ...change }));
    expect(at(200_000)).toBe(200_000 * 1000);
    expect(at(200_001, { output: 1 })).toBe(200_001 * 2000 + 7000);
    expect(at(300_000)).toBe(300_000 * 3000);
    // A tier silent about cached and audio input gives no discount and takes none back.
    expect(at(300_000, { cached: 300_000 })).toBe(300_000 * 3000);
    const parts = { cacheWrite: 0, audioInput: 300_000, imageInput: 0, audioOutput: 0 };
    expect(at(300_000, { parts })).toBe(300_000 * 8000);
  });

  it('is an integer, never negative, and never more than can be counted', () => {
    fc.assert(
      fc.property(anyPrice, anyUsage, (any, usage) => {
        const cost = priceTokens(any, usage);
        expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
      }),
    );
    const dear = { inputPerMillion: 1e13, outputPerMillion: 1e13 };
    expect(priceTokens(dear, used({ input: 1e9, output: 1e9 }))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('never falls when more is used', () => {
    const more = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(flatPrice, anyUsage, more, more, (any, usage, input, output) => {
        const grown = { ...usage, input: usage.input + input, output: usage.output + output };
        // Parts beyond the whole are cut to it; growing it must not make room for a cheaper part.
        fc.pre(usage.cached + sum(usage) <= usage.input);
        fc.pre(usage.reasoning + (usage.parts?.audioOutput ?? 0) <= usage.output);
        expect(priceTokens(any, grown)).toBeGreaterThanOrEqual(priceTokens(any, usage));
      }),
    );
  });

  it('adds up: two halves of a request cost what the whole does, to the rounding', () => {
    const half = fc.integer({ min: 0, max: 500_000 });
    fc.assert(
      fc.property(flatPrice, half, half, half, half, (any, input, output, cached, reasoning) => {
        const one = used({ input: input + cached, cached, output: output + reasoning, reasoning });
        const two = used({ input: cached, output: reasoning, cached: input % (cached + 1), reasoning: 0 });
        const whole = used({
          input: one.input + two.input,
          output: one.output + two.output,
          cached: one.cached + two.cached,
          reasoning: one.reasoning + two.reasoning,
        });
        const fee = any.perRequest ?? 0;
        const parts = priceTokens(any, one) + priceTokens(any, two) - 2 * fee;
        expect(Math.abs(parts - (priceTokens(any, whole) - fee))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function sum({ parts }: UsedTokens): number {
  return parts ? parts.cacheWrite + parts.audioInput + parts.imageInput : 0;
}

describe('the price that is shown beside a cost', () => {
  const PER_MILLION = 1e6;

  it('is the one that was charged: of the tier, with its own rates for the cache and for reasoning', () => {
    fc.assert(
      fc.property(anyPrice, anyUsage, (price, usage) => {
        const plain = { ...usage, parts: undefined };
        const cached = Math.min(plain.cached, plain.input);
        const reasoning = Math.min(plain.reasoning, plain.output);
        const shown = showPrice(price, plain.input);
        const usd =
          ((plain.input - cached) * shown.input +
            cached * (shown.cached ?? shown.input) +
            (plain.output - reasoning) * shown.output +
            reasoning * (shown.reasoning ?? shown.output)) /
            PER_MILLION +
          shown.request;
        const charged = priceTokens(price, plain);
        // What no integer can hold is charged as the largest there is.
        fc.pre(charged < Number.MAX_SAFE_INTEGER);
        expect(Math.abs(usd * 1e9 - charged)).toBeLessThanOrEqual(1 + charged * 1e-9);
      }),
    );
  });
});
