import { toNanoUsd } from '../../../shared/domain/money';
import type { PaidPlace } from '../cost/types';
import type { SkipReason } from '../route';
import type { ModelFacts } from '../types';
import type { CostEstimates, RoutingQuestion, RoutingRequest } from './types';

/** Why a model cannot take this request by its known facts; `null` when it can, or nothing is known. */
export function findLimit(request: RoutingRequest, facts: ModelFacts | null): SkipReason | null {
  if (facts === null) return null;
  const { inputTokens, needs } = request;
  if (facts.contextWindow !== null && inputTokens > facts.contextWindow) return 'context_too_small';
  if (facts.maxInputTokens !== null && inputTokens > facts.maxInputTokens)
    return 'input_too_large_for_free_tier';
  if (facts.capabilities !== null) {
    const { capabilities } = facts;
    if (needs.some((need) => !capabilities.includes(need))) return 'capability_missing';
  }
  return null;
}

/** Why a place is too dear for its caller; `null` when it is not. */
export function findPriceLimit(
  place: PaidPlace,
  { request, identity }: RoutingQuestion,
  costs: CostEstimates,
): SkipReason | null {
  if (identity.policy.freeModelsOnly && !costs.isFree(place)) return 'not_free';
  return findCostLimit(place, request, costs);
}

/**
 * Whether a request can cost more here than its caller allows, by the same bound that budgets reserve. A price nobody
 * knows is taken for the dearest of its provider; where nothing is known at all it could cost anything.
 */
function findCostLimit(place: PaidPlace, request: RoutingRequest, costs: CostEstimates): SkipReason | null {
  const limit = request.options.max_cost_usd;
  if (limit === undefined) return null;
  const most = costs.estimateCost(place, request);
  if (most === null) return 'price_unknown';
  return most > toNanoUsd(limit) ? 'too_expensive' : null;
}
