import type { ModelSummary } from '../../shared/domain/model';
import { toUsd } from '../../shared/domain/money';
import type { Gateway } from '../gateway/gateway';
import type { ModelFacts } from '../gateway/types';
import type { ProviderBook } from './provider-book';
import { isConfigured, type SummaryParts } from './provider-summary';
import type { ModelService } from './types';

interface ModelParts extends SummaryParts {
  readonly providers: ProviderBook;
  readonly gateway: () => Gateway;
}

/** What can stand in a slot, and what is known about what stands there. */
export function createModelService(parts: ModelParts): ModelService {
  return {
    search({ search, provider, limit }) {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      const query = provider === undefined ? {} : { provider };
      const found = parts
        .gateway()
        .models(query)
        .data.filter(
          ({ id, spidergate_info: info }) =>
            info.provider_model !== null && words.every((word) => id.toLowerCase().includes(word)),
        );
      const [ready, others] = split(found, ({ spidergate_info: info }) => info.is_configured);
      return [...ready, ...others].slice(0, limit).flatMap(({ spidergate_info: info }) => {
        const { provider: owner, provider_model: model } = info;
        return owner === null || model === null ? [] : [describe(owner, model, info.is_configured, parts)];
      });
    },
    describe: ({ places }) =>
      places.map(({ provider, model }) => describe(provider, model, canServe(provider, parts), parts)),
  };
}

function split<T>(all: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((item) => !test(item))];
}

function canServe(id: string, parts: ModelParts): boolean {
  const provider = parts.providers.get(id);
  return provider !== null && parts.providers.isEnabled(id) && isConfigured(provider, parts);
}

function describe(provider: string, model: string, configured: boolean, parts: ModelParts): ModelSummary {
  const facts = parts.gateway().facts(provider, model);
  return {
    provider,
    model,
    context_window: facts?.contextWindow ?? null,
    max_output_tokens: facts?.maxOutputTokens ?? null,
    capabilities: facts?.capabilities ?? [],
    price: describePrice(facts),
    tier: facts?.tier ?? null,
    configured,
  };
}

function describePrice(facts: ModelFacts | null): ModelSummary['price'] {
  const input = toUsd(facts?.price?.inputPerMillion ?? null);
  const output = toUsd(facts?.price?.outputPerMillion ?? null);
  return input === null || output === null
    ? null
    : { input_usd_per_million: input, output_usd_per_million: output };
}
