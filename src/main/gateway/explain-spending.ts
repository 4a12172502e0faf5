import type { PlaceRefusal } from './auth/types';
import type { CostQuestion } from './cost/types';
import type { GatewayPorts } from './ports';
import type { Candidate } from './route';

type SpendingPorts = Pick<GatewayPorts, 'costs' | 'limits'>;

/**
 * Why a request would not be let in at a place by the spend limit of its key; `null`: it would be. A permit decides
 * the same and sets the money aside; here nothing may change, so that an explanation costs nobody anything.
 */
export function lookAtSpending(
  candidate: Candidate,
  request: CostQuestion,
  { costs, limits }: SpendingPorts,
): PlaceRefusal | null {
  const { key } = candidate;
  const spend = key?.limits?.spend ?? null;
  if (key === null || spend?.action !== 'block') return null;
  const most = costs.estimateCost(candidate, request);
  if (most === null) return { reason: 'price_unknown', until: null };
  const budget = limits.budget('key', key.id, spend);
  if (budget === null || most <= 0 || most <= budget.remaining) return null;
  return { reason: 'spend_limit_reached', until: budget.resetsAt };
}
