import type { PartialAnswer } from '../attempt';
import type { NanoUsd } from '../types';
import type { Cost, CostBook, CostQuestion, PaidPlace } from './types';

/** What an answer that broke off costs. `booked`: what budgets take it for; `tokens`: input and output. */
export function costOfPart(
  { usage, textLength }: PartialAnswer,
  place: PaidPlace,
  { inputTokens }: Pick<CostQuestion, 'inputTokens'>,
  costs: Pick<CostBook, 'settleUsage' | 'settleCost' | 'dearestCost'>,
): Cost & { readonly booked: NanoUsd; readonly tokens: number } {
  const used = costs.settleUsage(usage, inputTokens, textLength);
  const cost = costs.settleCost(place, used, usage);
  const booked = cost.nanoUsd ?? costs.dearestCost(place, used) ?? 0;
  return { ...cost, booked, tokens: used.input + used.output };
}

/** All of them together. One that nobody knows makes the sum unknown. */
export function addCosts(costs: readonly [Cost, ...Cost[]]): Cost {
  const [first] = costs;
  const sources = costs.map(({ source }) => source);
  let sum: NanoUsd | null = 0;
  for (const { nanoUsd } of costs) sum = sum === null || nanoUsd === null ? null : sum + nanoUsd;
  if (sum === null) return { nanoUsd: null, source: 'unknown' };
  const source = sources.includes('estimated')
    ? 'estimated'
    : (sources.find((name) => name !== 'free') ?? first.source);
  return { nanoUsd: sum, source };
}
