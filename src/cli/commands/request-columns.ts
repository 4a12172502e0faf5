import type { CostSource, RequestSummary } from '../../shared/domain/request';
import { formatMs, formatUsd } from '../output/format';
import type { Column } from '../output/table';

export const REQUEST_COLUMNS: readonly Column<RequestSummary>[] = [
  { title: 'STARTED', of: ({ started_at }) => started_at },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'REQUESTED', of: ({ requested }) => requested },
  { title: 'SERVED BY', of: ({ provider, model }) => (provider === null ? null : `${provider}/${model}`) },
  { title: 'TOKEN', of: ({ token }) => token },
  { title: 'TRIES', of: ({ attempt_count }) => attempt_count, align: 'right' },
  { title: 'TIME', of: ({ total_ms }) => formatMs(total_ms), align: 'right' },
  { title: 'COST', of: showCost, align: 'right' },
  { title: 'ERROR', of: ({ error_code }) => error_code },
  { title: 'ID', of: ({ id }) => id },
];

/** Widths for requests that come one by one; longer texts are cut. */
const WIDTHS: readonly number[] = [19, 11, 26, 40, 16, 5, 8, 12, 24, 40];

export const FOLLOWED_COLUMNS: readonly Column<RequestSummary>[] = REQUEST_COLUMNS.map((column, index) => ({
  ...column,
  width: WIDTHS[index] ?? 12,
}));

/** What was counted here instead of by the provider is marked. */
export function showCost({
  cost_usd,
  cost_source,
}: {
  readonly cost_usd: number | null;
  readonly cost_source?: CostSource | null | undefined;
}): string {
  return `${cost_source === 'estimated' ? '~' : ''}${formatUsd(cost_usd)}`;
}
