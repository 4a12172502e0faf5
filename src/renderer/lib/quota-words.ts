import type { QuotaWindow } from '../../shared/domain/health';
import { formatCount, formatCountdown, formatMoment, formatRelative, formatShare } from './format';
import { messages } from './messages';
import type { RingView } from './quota-view';

const words = messages.keys.quota;
const CLOCK_FROM_MS = 3_600_000;

/** A pool is one model, a kind of models (`:free`), or all of them. */
export function describeModels(model: string | null): string {
  if (model === null) return words.everyModel;
  return model.startsWith(':') ? words.everyModelLike(model) : model;
}

export function describeLeft({ quota, isOver }: RingView): string {
  const unit = words.unitPer(quota.unit, quota.window);
  const limit = quota.limit === null ? null : formatCount(quota.limit);
  if (isOver || quota.left === null) return words.unknownLeft(limit, unit);
  return words.left(formatCount(quota.left), limit, unit);
}

export function describeReset({ quota, isOver }: RingView, now: number): string | null {
  if (isOver) return words.over;
  if (quota.resets_at === null) return null;
  const time = writeReset(quota.resets_at, now);
  return isSoon(quota.resets_at, now) ? words.resetsIn(time) : words.resetsAt(time);
}

/** A countdown where it is soon, else the time of day. */
export function writeReset(resetsAt: string, now: number): string {
  return isSoon(resetsAt, now) ? formatCountdown(Date.parse(resetsAt) - now) : formatMoment(resetsAt, now);
}

function isSoon(time: string, now: number): boolean {
  return Date.parse(time) - now < CLOCK_FROM_MS;
}

/** Where the number comes from. `tableAsOf`: when the free-tier table was looked up. */
export function describeSource({ quota, share }: RingView, now: number, tableAsOf: string | null): string {
  const source = nameSource(quota, now, tableAsOf);
  return share === null ? source : words.withShare(formatShare(share), source);
}

function nameSource(quota: QuotaWindow, now: number, tableAsOf: string | null): string {
  const ago = formatRelative(quota.learned_at, now);
  if (quota.source === 'free_tier_table') return words.sources.free_tier_table(tableAsOf);
  if (quota.source === 'header') return words.sources.header(ago);
  if (quota.source === 'ladder') return words.sources.ladder(ago);
  const isRefusal = quota.source === 'error_body' || quota.source === 'retry_after';
  return isRefusal ? words.sources.error_body(ago) : words.sources.other(ago);
}
