import type { Latency, UsageNumbers } from '../../../shared/domain/usage';
import { createSpreadSum, type SpreadSum } from './latency-counts';
import { type Counters, emptyCount } from './usage-count';
import { COUNTERS } from './usage-tables';

const NANO_PER_USD = 1e9;

/** One row of a roll-up. The steps of its spreads come in any order. */
export type CountRow = Counters & {
  readonly start: number;
  readonly member: number;
  readonly total_spread: Uint8Array;
  readonly first_token_spread: Uint8Array;
};

/** Turns rows into what people read. */
export interface NumberMaker {
  of(row: CountRow): UsageNumbers;
  together(rows: readonly CountRow[]): UsageNumbers;
}

export function createNumberMaker(): NumberMaker {
  const total = createSpreadSum();
  const firstToken = createSpreadSum();
  const clear = () => {
    total.clear();
    firstToken.clear();
  };
  const addSpreads = (row: CountRow) => {
    total.add(row.total_spread);
    firstToken.add(row.first_token_spread);
  };
  return {
    of(row) {
      clear();
      addSpreads(row);
      return toNumbers(row, total, firstToken);
    },
    together(rows) {
      clear();
      const sums: Counters = emptyCount();
      for (const row of rows) {
        for (const name of COUNTERS) sums[name] += row[name];
        addSpreads(row);
      }
      return toNumbers(sums, total, firstToken);
    },
  };
}

function toNumbers(sums: Counters, total: SpreadSum, firstToken: SpreadSum): UsageNumbers {
  return {
    requests: sums.requests,
    succeeded: sums.succeeded,
    failed: sums.failed,
    refused: sums.refused,
    aborted: sums.aborted,
    fallbacks: sums.fallbacks,
    tokens: { input: sums.input, output: sums.output, cached: sums.cached, reasoning: sums.reasoning },
    cost_usd: sums.cost / NANO_PER_USD,
    cost_unknown: sums.cost_unknown,
    cost_estimated: sums.cost_estimated,
    saved_usd: sums.saved / NANO_PER_USD,
    first_token_ms: toLatency(sums.first_token_us, sums.first_token_count, firstToken),
    total_ms: toLatency(sums.total_us, sums.total_count, total),
  };
}

function toLatency(microseconds: number, count: number, spread: SpreadSum): Latency {
  const average = count === 0 ? null : Math.round(microseconds / count / 100) / 10;
  return { average, ...spread.percentiles(count) };
}
