import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawUsage } from '../../../../src/main/gateway/chat';
import { settleUsage } from '../../../../src/main/gateway/cost/settle-usage';
import type { AliasDefinition, ModelFacts } from '../../../../src/main/gateway/types';
import type { TokenUsage } from '../../../../src/shared/domain/request';
import { anyPrice, anyUsage, openBook, placeAt, question, usdPerMillion } from './cost-fixtures';

const usage: TokenUsage = { input: 1000, output: 100, cached: 0, reasoning: 0, estimated: false };
const raw: RawUsage = { input: 1000, output: 100, cached: 0, reasoning: 0, costUsd: null };
const price = { inputPerMillion: usdPerMillion(1), outputPerMillion: usdPerMillion(10) };
const dear = { inputPerMillion: usdPerMillion(5), outputPerMillion: usdPerMillion(50) };
const LIST_PRICE = 1000 * 1000 + 100 * 10_000;

const factsOf = (provider: string, model: string, change: Partial<ModelFacts> = {}): ModelFacts => {
  const { facts } = placeAt(provider, { model, ...change });
  if (facts === null) throw new Error('a fixture has facts');
  return facts;
};

describe('what an answer did cost', () => {
  const { book } = openBook();
  const settle = (...[place, told = raw]: [Parameters<typeof book.settleCost>[0], RawUsage?]) =>
    book.settleCost(place, usage, told);

  it('is what the upstream says, before any price, also where nothing was expected', () => {
    const billed = { ...raw, costUsd: 0.000123 };
    expect(settle(placeAt('one', { price }), billed)).toEqual({ nanoUsd: 123_000, source: 'upstream' });
    const free = placeAt('openrouter', { model: 'x/y:free', tier: 'free' });
    expect(settle(free, billed)).toEqual({ nanoUsd: 123_000, source: 'upstream' });
  });

  it('is nothing on this computer and for the demo, whatever is said about them', () => {
    const billed = { ...raw, costUsd: 5 };
    for (const id of ['ollama', 'lmstudio', 'spidergate']) {
      expect(settle(placeAt(id, { price }, null), billed)).toEqual({ nanoUsd: 0, source: 'free' });
    }
  });

  it('says whether it comes from the provider’s count or from ours, and never calls the unknown nothing', () => {
    expect(settle(placeAt('one', { price }))).toEqual({ nanoUsd: LIST_PRICE, source: 'catalog' });
    const guessed = book.settleCost(placeAt('one', { price }), { ...usage, estimated: true }, null);
    expect(guessed).toEqual({ nanoUsd: LIST_PRICE, source: 'estimated' });
    expect(settle(placeAt('one'))).toEqual({ nanoUsd: null, source: 'unknown' });
    expect(settle({ ...placeAt('one'), facts: null })).toEqual({ nanoUsd: null, source: 'unknown' });
  });

  it('is nothing in a free tier that covers the model, and the list price in one that does not', () => {
    const covered = { model: 'openai/gpt-oss-20b', tier: 'free', price } as const;
    expect(settle(placeAt('groq', covered)).source).toBe('free');
    expect(settle(placeAt('groq', { ...covered, model: 'left-the-free-tier' }))).toEqual({
      nanoUsd: LIST_PRICE,
      source: 'catalog',
    });
    // A paid model of a provider with a free tier for others.
    expect(settle(placeAt('nvidia', { tier: 'paid', price })).source).toBe('catalog');
    expect(settle(placeAt('openai-chatgpt', { tier: 'subscription', price })).source).toBe('free');
  });

  it('is nothing on this computer where nobody named a price, and unknown anywhere else, at home too', () => {
    const at = (baseUrl: string, change: Partial<ModelFacts> = {}) => {
      const place = placeAt('one', change);
      return { ...place, provider: { ...place.provider, baseUrl } };
    };
    const here = at('http://127.0.0.1:8000/v1');
    expect(settle(here)).toEqual({ nanoUsd: 0, source: 'free' });
    expect(settle({ ...here, facts: null })).toEqual({ nanoUsd: 0, source: 'free' });
    expect([book.isFree(here), book.estimateCost(here, question())]).toEqual([true, 0]);
    expect(settle(at('http://localhost:8000/v1', { price }))).toEqual({
      nanoUsd: LIST_PRICE,
      source: 'catalog',
    });
    expect(settle(here, { ...raw, costUsd: 0.000123 }).source).toBe('upstream');
    // What is cheap to run is not for nothing: it may be a gateway with a bill behind it.
    const elsewhere = ['http://192.168.1.7:8000/v1', 'http://gpu-box:8000/v1', 'https://llm.example.com/v1'];
    for (const baseUrl of elsewhere) {
      expect(settle(at(baseUrl))).toEqual({ nanoUsd: null, source: 'unknown' });
      expect([book.isFree(at(baseUrl)), book.estimateCost(at(baseUrl), question())]).toEqual([false, null]);
      const free = at(baseUrl, { price: { inputPerMillion: 0, outputPerMillion: 0 } });
      expect([book.isFree(free), settle(free).nanoUsd]).toEqual([true, 0]);
    }
  });

  it('bills nobody where no account was asked for, and the account where there is one', () => {
    const ovh = { tier: 'paid', price } as const;
    expect(settle(placeAt('ovh', ovh, null)).source).toBe('free');
    expect(settle(placeAt('ovh', ovh)).source).toBe('catalog');
  });

  it('never bills a broken stream as nothing because the provider had counted its input only', () => {
    expect(settleUsage({ ...raw, output: 0 }, 900, 400)).toEqual({
      input: 1000,
      output: 100,
      cached: 0,
      reasoning: 0,
      estimated: true,
    });
    expect(settleUsage({ ...raw, input: 0, output: 0 }, 900, 400)).toMatchObject({ input: 900, output: 100 });
    expect(settleUsage(null, 900, 401)).toMatchObject({ input: 900, output: 101, estimated: true });
    expect(settleUsage({ ...raw, output: 0 }, 900, 0).estimated).toBe(false);
  });
});

describe('what a request can cost at most', () => {
  const { book, state } = openBook([
    factsOf('one', 'cheap', { price }),
    factsOf('one', 'dear', { price: dear }),
    factsOf('other', 'm', { price: { ...dear, inputPerMillion: usdPerMillion(100) } }),
  ]);

  it('is never less than what it then does cost, when the answer keeps to its limit', () => {
    fc.assert(
      fc.property(anyPrice, anyUsage, fc.integer({ min: 1, max: 8 }), (any, { parts, ...used }, choices) => {
        const place = placeAt('one', { price: any });
        const limit = Math.ceil(used.output / choices);
        const most = book.estimateCost(
          place,
          question({
            inputTokens: Math.max(1, Math.ceil(used.input / 2)),
            maxOutputTokens: Math.max(1, limit),
            choices,
            needs: ['audio', 'vision'],
          }),
        );
        const told = { ...used, costUsd: null, ...(parts ? { parts } : {}) };
        expect(most).toBeGreaterThanOrEqual(book.settleCost(place, used, told).nanoUsd ?? 0);
        expect(Number.isSafeInteger(most)).toBe(true);
      }),
    );
  });

  it('leaves out the price of sound for a request that has none in it', () => {
    const place = placeAt('one', { price: { ...price, audioInputPerMillion: usdPerMillion(40) } });
    const silent = book.estimateCost(place, question()) ?? 0;
    // One that is as large as can be; the smaller model counts it 33 times.
    const pictured = question({ images: 1, inputTokens: 800, maxOutputTokens: 0 });
    const tokensAt = (model: string) =>
      (book.estimateCost({ ...place, model }, pictured) ?? 0) /
      ((place.facts?.price?.inputPerMillion ?? 0) / 1e6);
    expect(tokensAt('claude')).toBeGreaterThan(4784);
    expect(tokensAt('openai/gpt-4o-mini')).toBeGreaterThan(2833 + 8 * 5667);
    expect(book.estimateCost(place, question({ needs: ['audio'] }))).toBeGreaterThan(silent * 2);
  });

  it('counts on the dearer tier as soon as the input might reach it', () => {
    const tiers = [{ aboveInputTokens: 200_000, ...dear }];
    const place = placeAt('one', { price: { ...price, tiers } });
    const at = (inputTokens: number) => book.estimateCost(place, question({ inputTokens })) ?? 0;
    expect(at(90_000)).toBeLessThan(90_000 * 2 * 1000 * 1.1);
    expect(at(110_000)).toBeGreaterThan(110_000 * 2 * 5000);
  });

  it('takes the largest answer from the caller, the provider’s own default, the model, a default', () => {
    const free = { inputPerMillion: 0, outputPerMillion: usdPerMillion(1) };
    const ask = (place: ReturnType<typeof placeAt>, maxOutputTokens: number | null) =>
      (book.estimateCost(place, question({ maxOutputTokens, choices: 2 })) ?? 0) / 2000;
    const place = placeAt('one', { price: free, maxOutputTokens: 700, contextWindow: 9000 });
    expect(ask(place, 50)).toBe(50);
    expect(ask(place, null)).toBe(700);
    expect(ask(placeAt('one', { price: free, contextWindow: 9000 }), null)).toBe(9000);
    expect(ask(placeAt('one', { price: free }), null)).toBe(16_384);
    const quirks = { ...place.provider.quirks, defaultMaxTokens: 300 };
    expect(ask({ ...place, provider: { ...place.provider, quirks } }, null)).toBe(300);
  });

  it('takes an unknown price for the dearest of its own provider, and admits it when none is known', () => {
    const unknown = placeAt('one', { model: 'new' });
    expect(book.estimateCost(unknown, question())).toBe(
      book.estimateCost(placeAt('one', { price: dear }), question()),
    );
    expect(book.dearestCost(unknown, usage)).toBe(5 * LIST_PRICE);
    expect(book.estimateCost(placeAt('two'), question())).toBeNull();
    expect(book.dearestCost(placeAt('two'), usage)).toBeNull();
    expect(book.estimateCost(placeAt('ollama', {}, null), question())).toBe(0);
  });

  it('follows the catalog when a dearer model is learned', () => {
    const unknown = placeAt('one', { model: 'new' });
    const before = state.facts;
    const dearer = { inputPerMillion: usdPerMillion(6), outputPerMillion: usdPerMillion(60) };
    state.facts = [...before, factsOf('one', 'dearer', { price: dearer })];
    expect(book.dearestCost(unknown, usage)).toBe(6 * LIST_PRICE);
    state.facts = before;
    expect(book.dearestCost(unknown, usage)).toBe(5 * LIST_PRICE);
  });
});

describe('what was saved', () => {
  const slot = (provider: string, enabled = true) => ({ provider, model: 'm', keyId: null, enabled });
  const alias = (id: string, ...slots: AliasDefinition['slots']): AliasDefinition => ({
    id,
    slots,
    stream_safety: 'live',
    patience_ms: 0,
    first_token_ms: 1000,
    max_attempts: 12,
    route_around_refusals: false,
  });
  const facts = [
    factsOf('one', 'm', { price }),
    factsOf('two', 'm', { price: dear }),
    factsOf('off', 'm', { price: { inputPerMillion: 1e12, outputPerMillion: 1e12 } }),
    factsOf('groq', 'm', { tier: 'free' }),
  ];
  const aliases = [
    alias('a/b', slot('groq'), slot('one'), slot('two'), slot('off', false)),
    alias('a/free', slot('groq')),
  ];
  const paid = (nanoUsd: number | null) =>
    ({ nanoUsd, source: nanoUsd === null ? 'unknown' : 'catalog' }) as const;

  it('is the same tokens at the dearest paid slot that is on, less what was paid', () => {
    const { book } = openBook(facts, aliases);
    expect(book.estimateSaved('a/b', usage, raw, paid(0))).toBe(5 * LIST_PRICE);
    expect(book.estimateSaved('a/b', usage, raw, paid(LIST_PRICE))).toBe(4 * LIST_PRICE);
    expect(book.estimateSaved('a/b', usage, raw, paid(9 * LIST_PRICE))).toBe(0);
  });

  it('is not claimed where there is nothing to compare with', () => {
    const { book } = openBook(facts, aliases);
    for (const [id, cost] of [
      ['a/free', 0],
      [null, 0],
      ['a/gone', 0],
      ['a/b', null],
    ] as const) {
      expect(book.estimateSaved(id, usage, raw, paid(cost))).toBeNull();
    }
  });

  it('looks the slots up once for each state of the catalog, not for each request', () => {
    const { book, state, asked } = openBook(facts, aliases);
    for (let request = 0; request < 10; request += 1) book.estimateSaved('a/b', usage, raw, paid(0));
    expect(asked.facts).toBe(4);
    state.facts = facts.filter(({ provider }) => provider !== 'two');
    expect(book.estimateSaved('a/b', usage, raw, paid(0))).toBe(LIST_PRICE);
  });
});
