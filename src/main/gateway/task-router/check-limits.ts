import type { SkipReason } from '../route';
import type { ModelFacts } from '../types';
import type { RoutingRequest } from './types';

/** Why a model cannot take this request by its known facts; `null` when it can, or nothing is known. */
export function findLimit(request: RoutingRequest, facts: ModelFacts | null): SkipReason | null {
  if (facts === null) return null;
  const { inputTokens, needs, options } = request;
  if (facts.contextWindow !== null && inputTokens > facts.contextWindow) return 'context_too_small';
  if (facts.maxInputTokens !== null && inputTokens > facts.maxInputTokens)
    return 'input_too_large_for_free_tier';
  if (facts.capabilities !== null) {
    const { capabilities } = facts;
    if (needs.some((need) => !capabilities.includes(need))) return 'capability_missing';
  }
  if (options.max_cost_usd !== undefined && isTooExpensive(request, facts, options.max_cost_usd))
    return 'too_expensive';
  return null;
}

/** Input plus the largest answer the caller allows; a missing limit counts as 1,000 tokens. */
function isTooExpensive(request: RoutingRequest, facts: ModelFacts, maxCostUsd: number): boolean {
  if (facts.price === null || facts.tier === 'free' || facts.tier === 'local') return false;
  const output = request.maxOutputTokens ?? 1000;
  const nano =
    (request.inputTokens * facts.price.inputPerMillion + output * facts.price.outputPerMillion) / 1e6;
  return nano > maxCostUsd * 1e9;
}
