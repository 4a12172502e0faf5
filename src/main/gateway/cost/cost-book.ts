import type { AliasBook, ModelCatalog, ProviderDirectory } from '../ports';
import type { AliasDefinition, ModelFacts, ModelPrice } from '../types';
import { boundCost, combineCeilings } from './estimate-cost';
import { isFreePlace } from './is-free';
import { type Ceiling, priceCeiling, priceTokens, showPrice } from './price-tokens';
import { settleCost } from './settle-cost';
import { settleUsage } from './settle-usage';
import type { CostBook } from './types';

interface CostParts {
  readonly aliases: Pick<AliasBook, 'get'>;
  readonly catalog: Pick<ModelCatalog, 'facts' | 'list'>;
  readonly providers: Pick<ProviderDirectory, 'get'>;
}

/** What has been looked up for one state of the catalog. */
interface Found {
  readonly list: readonly ModelFacts[];
  readonly dearest: Map<string, Ceiling | null>;
  readonly paid: WeakMap<AliasDefinition, readonly ModelPrice[]>;
}

/** Costs by the prices known now. Looks a provider or alias up once for each state of the catalog. */
export function createCostBook(parts: CostParts): CostBook {
  let found = start(parts.catalog.list());
  const current = (): Found => {
    const list = parts.catalog.list();
    if (found.list !== list) found = start(list);
    return found;
  };

  function dearestOf(provider: string): Ceiling | null {
    const { dearest, list } = current();
    let ceiling = dearest.get(provider);
    if (ceiling === undefined) {
      ceiling = combineCeilings(
        list.flatMap((facts) => (facts.provider === provider ? (facts.price ?? []) : [])),
      );
      dearest.set(provider, ceiling);
    }
    return ceiling;
  }

  function paidPricesOf(alias: AliasDefinition): readonly ModelPrice[] {
    const { paid } = current();
    let prices = paid.get(alias);
    if (prices === undefined) {
      prices = listPaidPrices(alias, parts);
      paid.set(alias, prices);
    }
    return prices;
  }

  return {
    isFree: isFreePlace,
    estimateCost: (place, request) => (isFreePlace(place) ? 0 : boundCost(place, request, dearestOf)),
    settleUsage,
    settleCost,
    priceOf: ({ facts }, inputTokens) => (facts?.price ? showPrice(facts.price, inputTokens) : null),
    dearestCost(place, usage) {
      const ceiling = dearestOf(place.provider.id);
      return ceiling && priceCeiling(ceiling, usage.input, usage.output);
    },
    estimateSaved(aliasId, usage, raw, paid) {
      const alias = aliasId === null || paid.nanoUsd === null ? null : parts.aliases.get(aliasId);
      const prices = alias === null ? [] : paidPricesOf(alias);
      if (prices.length === 0 || paid.nanoUsd === null) return null;
      const used = raw?.parts ? { ...usage, parts: raw.parts } : usage;
      let dearest = 0;
      for (const price of prices) dearest = Math.max(dearest, priceTokens(price, used));
      return Math.max(0, dearest - paid.nanoUsd);
    },
  };
}

function start(list: readonly ModelFacts[]): Found {
  return { list, dearest: new Map(), paid: new WeakMap() };
}

/** Of the slots that are on and sent a bill for; their providers need not be configured. */
function listPaidPrices(
  { slots }: AliasDefinition,
  { catalog, providers }: CostParts,
): readonly ModelPrice[] {
  return slots.flatMap(({ provider: id, model, enabled }) => {
    const provider = providers.get(id);
    const facts = catalog.facts(id, model);
    if (!enabled || provider === null || !facts?.price) return [];
    // Without a key only those are free that are free to everybody, or ask for no account.
    return isFreePlace({ provider, model, key: null, facts }) ? [] : [facts.price];
  });
}
