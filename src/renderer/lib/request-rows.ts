import type { RequestSummary } from '../../shared/domain/request';
import { matchesFilter, type RequestFilter } from './request-query';

/** Newest first; the id decides between two of the same millisecond, as in the log itself. */
function compareNewestFirst(left: RequestSummary, right: RequestSummary): number {
  if (left.started_at !== right.started_at) return left.started_at < right.started_at ? 1 : -1;
  return left.id < right.id ? 1 : -1;
}

/**
 * Puts changed rows in their place and new ones in order; rows that no longer match the filter leave. `null`: the log
 * has filtered them already, by what is recorded too.
 */
export function upsertRows(
  rows: readonly RequestSummary[],
  changed: Iterable<RequestSummary>,
  filter: RequestFilter | null,
): readonly RequestSummary[] {
  const fits = (row: RequestSummary) => filter === null || matchesFilter(row, filter);
  const pending = new Map<string, RequestSummary>();
  for (const row of changed) pending.set(row.id, row);
  const kept: RequestSummary[] = [];
  for (const row of rows) {
    const replacement = pending.get(row.id);
    pending.delete(row.id);
    if (replacement === undefined) kept.push(row);
    else if (fits(replacement)) kept.push(replacement);
  }
  const added = [...pending.values()].filter(fits);
  return mergeSorted(added.sort(compareNewestFirst), kept);
}

/** Changes rows where they are: nothing comes, goes or moves. */
export function replaceRows(
  rows: readonly RequestSummary[],
  changed: readonly RequestSummary[],
): readonly RequestSummary[] {
  const replacements = new Map(changed.map((row) => [row.id, row]));
  if (!rows.some((row) => replacements.has(row.id))) return rows;
  return rows.map((row) => replacements.get(row.id) ?? row);
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
): { readonly rows: readonly RequestSummary[]; readonly replaced: boolean } {
  const held = new Set(rows.map((row) => row.id));
  const touches = page.some((row) => held.has(row.id));
  if (!touches) return { rows: page, replaced: true };
  return { rows: upsertRows(rows, page, null), replaced: false };
}
