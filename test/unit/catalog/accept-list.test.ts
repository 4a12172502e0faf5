import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptList, MOST_MODELS } from '../../../src/main/catalog/refresh/accept-list';
import { acceptModelsDev } from '../../../src/main/catalog/refresh/accept-models-dev';
import type { ModelsDevList, ProviderList } from '../../../src/main/catalog/types';
import { createCatalog, facts, seen } from './catalog-fixtures';

const whole = (...names: readonly string[]) => ({
  models: names.map((name) => seen(name)),
  isComplete: true,
});
const modelNames = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 16 });
const answers = fc.array(fc.record({ names: modelNames, isComplete: fc.boolean() }), { maxLength: 12 });

describe('a new list of a provider', () => {
  it('is refused whole when it lacks half of what ships', () => {
    const shipped = ['a', 'b', 'c', 'd'];
    expect(acceptList(shipped, null, whole('a', 'b', 'x', 'y', 'z'), 0)).toEqual({
      accepted: false,
      reason: 'lost_half',
    });
    expect(acceptList(shipped, null, whole('a', 'b', 'c', 'x'), 5)).toEqual({
      accepted: true,
      value: { at: 5, isComplete: true, models: ['a', 'b', 'c', 'x'].map((name) => seen(name)) },
    });
  });

  it('is refused when it is empty or endless', () => {
    expect(acceptList([], null, whole(), 0)).toMatchObject({ accepted: false, reason: 'empty' });
    const endless = whole(...Array.from({ length: MOST_MODELS + 1 }, (_, index) => `m${index}`));
    expect(acceptList([], null, endless, 0)).toMatchObject({ accepted: false, reason: 'too_many' });
  });

  it('takes nothing away from a provider with a handful of models', () => {
    expect(acceptList(['a', 'b'], null, whole('x'), 0)).toMatchObject({ value: { isComplete: false } });
  });

  it('keeps what was known of a model when it says less than last time', () => {
    const before: ProviderList = { at: 0, isComplete: true, models: [seen('a', { contextWindow: 9 })] };
    expect(acceptList([], before, whole('a'), 1)).toMatchObject({
      value: { models: [seen('a', { contextWindow: 9 })] },
    });
  });

  it('never loses half at once, whatever answers come', () => {
    fc.assert(
      fc.property(modelNames, answers, (shipped, sequence) => {
        const { catalog, state } = createCatalog({
          chains: [],
          own: [],
          snapshot: shipped.map((model) => facts('p', model)),
        });
        let list: ProviderList | null = null;
        for (const { names, isComplete } of sequence) {
          const before = catalog.list().map(({ model }) => model);
          const verdict = acceptList(shipped, list, { ...whole(...names), isComplete }, 0);
          if (verdict.accepted) list = verdict.value;
          if (list) state.learned = { lists: new Map([['p', list]]), modelsDev: null };
          const after = new Set(catalog.list().map(({ model }) => model));
          const kept = before.filter((model) => after.has(model)).length;
          const lost = before.filter((model) => !after.has(model));
          // Few may change their names altogether, but none that ships is lost then.
          if (before.length < 4 && list?.isComplete !== true)
            expect(lost.filter((model) => shipped.includes(model))).toEqual([]);
          else expect(kept * 2).toBeGreaterThan(before.length);
        }
      }),
    );
  });
});

describe('a new state of models.dev', () => {
  const providers = (counts: Readonly<Record<string, number>>) =>
    new Map(
      Object.entries(counts).map(([id, count]) => [
        id,
        Array.from({ length: count }, (_, index) => seen(`m${index}`)),
      ]),
    );
  const state = (counts: Readonly<Record<string, number>>): ModelsDevList => ({
    at: 0,
    etag: null,
    providers: providers(counts),
  });

  it('is refused whole when half of all models are missing', () => {
    expect(acceptModelsDev(700, null, providers({ a: 350 }))).toMatchObject({ reason: 'lost_half' });
    expect(acceptModelsDev(700, state({ a: 10, b: 10 }), providers({ a: 10 }))).toMatchObject({
      reason: 'lost_half',
    });
    expect(acceptModelsDev(0, null, new Map())).toMatchObject({ reason: 'empty' });
  });

  it('leaves a provider as it was that has lost half of its own', () => {
    const verdict = acceptModelsDev(0, state({ a: 10, b: 10 }), providers({ a: 30, b: 5 }));
    expect(verdict.accepted && [...verdict.value].map(([id, models]) => [id, models.length])).toEqual([
      ['a', 30],
      ['b', 10],
    ]);
  });
});
