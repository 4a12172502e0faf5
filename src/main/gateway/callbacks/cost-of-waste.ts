import type { AttemptRecord } from '../attempt';
import { costOfPart } from '../cost';
import type { Cost, CostBook, CostQuestion } from '../cost/types';
import type { KeyAmount, NanoUsd } from '../types';

/** An answer of which the caller saw nothing: broken off before it was passed on, overtaken, or given up. */
export interface Waste {
  readonly attempt: AttemptRecord;
  readonly cost: Cost;
  /** What budgets take it for. */
  readonly booked: NanoUsd;
  /** Input and output. */
  readonly tokens: number;
}

/** `served`: what was used of it is the request's own usage, also where its caller left before anything came. */
export function listWaste(
  attempts: readonly AttemptRecord[],
  served: AttemptRecord | null,
  request: Pick<CostQuestion, 'inputTokens'>,
  costs: CostBook,
): readonly Waste[] {
  const list: Waste[] = [];
  for (const attempt of attempts) {
    if (!attempt.wasted || attempt === served) continue;
    const { booked, tokens, ...cost } = costOfPart(attempt.wasted, attempt.candidate, request, costs);
    list.push({ attempt, cost, booked, tokens });
  }
  return list;
}

/** Each key at what it was used for: the one that served at `booked`, and all at their own waste. */
export function bookKeys(
  servedKey: string | null,
  booked: NanoUsd,
  waste: readonly Waste[],
): readonly KeyAmount[] {
  const first = servedKey === null ? [] : [{ keyId: servedKey, amount: booked }];
  if (waste.length === 0) return first;
  const sums = new Map(first.map(({ keyId, amount }) => [keyId, amount]));
  for (const { attempt, booked: wasted } of waste) {
    const { key } = attempt.candidate;
    if (key) sums.set(key.id, (sums.get(key.id) ?? 0) + wasted);
  }
  return [...sums].map(([keyId, amount]) => ({ keyId, amount }));
}
