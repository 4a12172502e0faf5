import type { RequestSummary } from '../../../shared/domain/request';
import { countMoved } from './count-moved';

export interface RowSlots {
  /** Answers which element shows the row at an index of `rows`, of which at most `shown` are shown. */
  place(rows: readonly RequestSummary[], shown: number): (index: number) => number;
}

/**
 * Which element shows which row. Rows keep theirs while they move down, and the one that leaves the view hands its own
 * on to one that comes in: with hundreds of rows a second, making elements is what costs.
 */
export function createRowSlots(): RowSlots {
  let last: readonly RequestSummary[] = [];
  let above = 0;
  let count = 1;
  return {
    place(rows, shown) {
      above += countMoved(last, rows);
      last = rows;
      count = Math.max(count, shown);
      return (index) => (((index - above) % count) + count) % count;
    },
  };
}
