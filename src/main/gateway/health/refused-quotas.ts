import type { QuotaWindow } from '../../../shared/domain/health';
import type { MarkBooks } from './marks';
import { isSameWindow, modelOfPool } from './quota-table';

/**
 * The quotas of an account: what was counted and told ahead, and what refusals have said since. A refusal's word
 * beats a table that would still have something left. `prefix`: provider and account, as names of marks begin.
 */
export function withRefused(
  counted: readonly QuotaWindow[],
  books: Pick<MarkBooks, 'pools' | 'quotas'>,
  prefix: string,
  now: number,
): readonly QuotaWindow[] {
  const refused = [...books.pools.named(prefix), ...books.quotas.named(prefix)].flatMap(([name, mark]) => {
    const { quota, until, countedAt, waitFrom } = mark;
    if (!quota || until <= now) return [];
    const model = modelOfPool(name.slice(prefix.length));
    const same = counted.find((other) => other.model === model && isSameWindow(other, quota));
    return {
      ...quota,
      model,
      limit: quota.limit ?? same?.limit ?? null,
      left: 0,
      resets_at: new Date(until).toISOString(),
      source: waitFrom,
      learned_at: new Date(countedAt).toISOString(),
    };
  });
  const isOutdone = (entry: QuotaWindow) =>
    refused.some((other) => other.model === entry.model && isSameWindow(other, entry));
  return [...refused, ...counted.filter((entry) => !isOutdone(entry))];
}
