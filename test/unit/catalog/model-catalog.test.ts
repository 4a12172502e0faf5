import { describe, expect, it } from 'vitest';
import { createCatalog, facts, listed, seen } from './catalog-fixtures';

const price = { inputPerMillion: 1e9, outputPerMillion: 2e9 };
const dearer = { inputPerMillion: 5e9, outputPerMillion: 6e9 };
const embedded = {
  chains: [facts('here', 'in-chain', { maxInputTokens: 100, tier: 'paid', price })],
  own: [facts('here', 'ours', { tier: 'free' })],
  snapshot: [
    facts('here', 'in-chain', { contextWindow: 1000, capabilities: ['tools'], tier: 'free' }),
    facts('here', 'shipped', { contextWindow: 2000, price, tier: 'paid' }),
    facts('there', 'shipped', { contextWindow: 3000 }),
  ],
};

function names(catalog: ReturnType<typeof createCatalog>['catalog']): readonly string[] {
  return catalog.list().map(({ provider, model }) => `${provider}/${model}`);
}

describe('what is known about a model', () => {
  it('is put together field by field, the chain before the snapshot', () => {
    const { catalog } = createCatalog(embedded);
    expect(catalog.facts('here', 'in-chain')).toEqual(
      facts('here', 'in-chain', {
        contextWindow: 1000,
        maxInputTokens: 100,
        capabilities: ['tools'],
        tier: 'paid',
        price,
      }),
    );
    expect(catalog.facts('here', 'nothing')).toBeNull();
  });

  it('keeps price and context when a refresh says nothing about them', () => {
    const { catalog, state } = createCatalog(embedded);
    state.learned = listed('here', [seen('shipped', { maxOutputTokens: 7 })]);
    expect(catalog.facts('here', 'shipped')).toMatchObject({
      contextWindow: 2000,
      price,
      maxOutputTokens: 7,
    });
    state.learned = listed('here', [seen('shipped', { contextWindow: 9, price: dearer })]);
    expect(catalog.facts('here', 'shipped')).toMatchObject({ contextWindow: 9, price: dearer });
  });

  it('does not bill a place we call free by the list price of its paid tier', () => {
    const { catalog, state } = createCatalog(embedded);
    state.learned = listed('here', [seen('ours', { price: dearer })]);
    expect(catalog.facts('here', 'ours')).toMatchObject({ tier: 'free', price: null });
  });

  it('believes the owner of a custom provider before its own list', () => {
    const { catalog, state } = createCatalog(embedded);
    state.learned = listed('mine', [seen('m', { contextWindow: 5, maxOutputTokens: 6 })]);
    state.extra = [facts('mine', 'm', { contextWindow: 50 })];
    expect(catalog.facts('mine', 'm')).toMatchObject({ contextWindow: 50, maxOutputTokens: 6 });
  });

  it('promises no tools at Perplexity and no JSON at Kilo, whatever a list says', () => {
    const { catalog, state } = createCatalog(embedded);
    const able = seen('m', { capabilities: ['tools', 'json', 'vision'] });
    state.learned = listed('kilo', [able]);
    expect(catalog.facts('kilo', 'm')?.capabilities).toEqual(['tools', 'vision']);
    state.learned = listed('perplexity', [able]);
    expect(catalog.facts('perplexity', 'm')?.capabilities).toEqual(['json', 'vision']);
  });
});

describe('what there is to choose from', () => {
  it('leaves out what a whole list of the provider no longer has, but not what chains name', () => {
    const { catalog, state } = createCatalog(embedded);
    state.learned = listed('here', [seen('new')]);
    expect(names(catalog)).toEqual(['here/in-chain', 'here/ours', 'there/shipped', 'here/new']);
    expect(catalog.providersOf('shipped')).toEqual(['there']);
    // It may still be asked for by its full name, and then its price is wanted.
    expect(catalog.facts('here', 'shipped')).not.toBeNull();
  });

  it('only adds when the list was not whole', () => {
    const { catalog, state } = createCatalog(embedded);
    state.learned = listed('here', [seen('new')], false);
    expect(names(catalog)).toEqual([
      'here/in-chain',
      'here/ours',
      'here/shipped',
      'there/shipped',
      'here/new',
    ]);
  });

  it('gives the same array until something changes, so that others may keep what they made of it', () => {
    const { catalog, state } = createCatalog(embedded);
    const before = catalog.list();
    expect(catalog.list()).toBe(before);
    state.learned = listed('here', [seen('new')]);
    expect(catalog.list()).not.toBe(before);
  });

  it('passes on that a model is gone', () => {
    const { catalog, state } = createCatalog(embedded);
    catalog.noteGone('here');
    expect(state.gone).toEqual(['here']);
  });
});
