import type { RequestSummary } from '../../../shared/domain/request';

/** By how many rows the first one that was there before has moved down; less than 0: so many above are gone. */
export function countMoved(before: readonly RequestSummary[], after: readonly RequestSummary[]): number {
  const [wasFirst] = before;
  const [isFirst] = after;
  if (wasFirst === undefined || isFirst === undefined || wasFirst.id === isFirst.id) return 0;
  const down = after.findIndex(({ id }) => id === wasFirst.id);
  if (down >= 0) return down;
  return -Math.max(
    0,
    before.findIndex(({ id }) => id === isFirst.id),
  );
}
