import type { RequestStatus, RequestSummary } from '../../shared/domain/request';

export interface RequestFilter {
  readonly text: string;
  readonly status: RequestStatus | null;
}

export const EVERY_REQUEST: RequestFilter = { text: '', status: null };

/** Newest first; the id decides between two of the same millisecond, as in the log itself. */
function compareNewestFirst(left: RequestSummary, right: RequestSummary): number {
  if (left.started_at !== right.started_at) return left.started_at < right.started_at ? 1 : -1;
  return left.id < right.id ? 1 : -1;
}

/** The same rule as the log's own `q`, so that a live row is not shown or hidden differently from a stored one. */
export function matchesFilter(row: RequestSummary, filter: RequestFilter): boolean {
  if (filter.status !== null && row.status !== filter.status) return false;
  const wanted = filter.text.trim().toLowerCase();
  if (wanted === '') return true;
  const haystack = [row.requested, row.model, row.provider, row.token, row.error_code, row.id];
  return haystack.some((field) => field?.toLowerCase().includes(wanted) ?? false);
}

/** Puts changed rows in their place and new ones in order; rows that no longer match the filter leave. */
export function upsertRows(
  rows: readonly RequestSummary[],
  changed: Iterable<RequestSummary>,
  filter: RequestFilter,
): readonly RequestSummary[] {
  const pending = new Map<string, RequestSummary>();
  for (const row of changed) pending.set(row.id, row);
  const kept: RequestSummary[] = [];
  for (const row of rows) {
    const replacement = pending.get(row.id);
    pending.delete(row.id);
    if (replacement === undefined) kept.push(row);
    else if (matchesFilter(replacement, filter)) kept.push(replacement);
  }
  const added = [...pending.values()].filter((row) => matchesFilter(row, filter));
  return mergeSorted(added.sort(compareNewestFirst), kept);
}

function mergeSorted(
  left: readonly RequestSummary[],
  right: readonly RequestSummary[],
): readonly RequestSummary[] {
  if (left.length === 0) return right;
  const merged: RequestSummary[] = [];
  let next = 0;
  for (const row of left) {
    let other = right[next];
    while (other !== undefined && compareNewestFirst(other, row) < 0) {
      merged.push(other);
      next += 1;
      other = right[next];
    }
    merged.push(row);
  }
  return [...merged, ...right.slice(next)];
}

/**
 * Joins the newest page of the log to the rows held. Rows that were held stay only when the page reaches down to them:
 * with a hole in between, scrolling would silently skip what happened there.
 */
export function joinNewestPage(
  rows: readonly RequestSummary[],
  page: readonly RequestSummary[],
  filter: RequestFilter,
): { readonly rows: readonly RequestSummary[]; readonly replaced: boolean } {
  const held = new Set(rows.map((row) => row.id));
  const touches = page.some((row) => held.has(row.id));
  if (!touches) return { rows: page, replaced: true };
  return { rows: upsertRows(rows, page, filter), replaced: false };
}
