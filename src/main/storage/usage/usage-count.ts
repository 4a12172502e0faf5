import { addCount, type LatencyCounts, stepOf } from './latency-counts';
import type { FinishedRow } from './types';
import type { COUNTERS } from './usage-tables';

/** Times in microseconds, money in nano-dollars. */
export type Counters = Record<(typeof COUNTERS)[number], number>;

/** What is counted for one bucket of one member. */
export type UsageCount = Counters & {
  readonly totalSpread: LatencyCounts;
  readonly firstTokenSpread: LatencyCounts;
};

export function emptyCount(): UsageCount {
  return {
    requests: 0,
    succeeded: 0,
    failed: 0,
    refused: 0,
    aborted: 0,
    fallbacks: 0,
    input: 0,
    output: 0,
    cached: 0,
    reasoning: 0,
    cost: 0,
    cost_unknown: 0,
    cost_estimated: 0,
    saved: 0,
    total_us: 0,
    total_count: 0,
    first_token_us: 0,
    first_token_count: 0,
    totalSpread: new Map(),
    firstTokenSpread: new Map(),
  };
}

export function addRow(count: UsageCount, row: FinishedRow): void {
  count.requests += 1;
  count[outcomeOf(row)] += 1;
  count.fallbacks += Number(row.isFallback);
  count.input += row.input;
  count.output += row.output;
  count.cached += row.cached;
  count.reasoning += row.reasoning;
  count.cost += row.costNanoUsd ?? 0;
  count.cost_unknown += Number(row.costNanoUsd === null);
  count.cost_estimated += Number(row.costSource === 'estimated');
  count.saved += row.savedNanoUsd ?? 0;
  // How long a failure took says nothing about how fast a provider is.
  if (row.status === 'ok') addTimes(count, row);
}

function addTimes(count: UsageCount, { totalMs, firstTokenMs }: FinishedRow): void {
  if (totalMs !== null) {
    count.total_us += Math.round(totalMs * 1000);
    count.total_count += 1;
    addCount(count.totalSpread, stepOf(totalMs));
  }
  if (firstTokenMs !== null) {
    count.first_token_us += Math.round(firstTokenMs * 1000);
    count.first_token_count += 1;
    addCount(count.firstTokenSpread, stepOf(firstTokenMs));
  }
}

function outcomeOf(row: FinishedRow): 'succeeded' | 'failed' | 'refused' | 'aborted' {
  if (row.status === 'ok') return 'succeeded';
  if (row.status !== 'error') return 'aborted';
  return row.attemptCount === 0 ? 'refused' : 'failed';
}
