import type { QuotaWindow } from '../../../shared/domain/health';
import { fitsModel } from '../fits-model';
import type { FreeLimit } from '../types';

type Unit = QuotaWindow['unit'];
type Window = QuotaWindow['window'];

export const WINDOW_MS: Readonly<Record<Window, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
};

const TABLE_MARK = ' (free tier)';

/** The row of the free-tier table that a place falls under. */
export function limitFor(
  limits: readonly FreeLimit[],
  { model, isKeyless = false }: { readonly model: string; readonly isKeyless?: boolean },
): FreeLimit | null {
  const applies = ({ onlyWithoutKey = false }: FreeLimit) => isKeyless || !onlyWithoutKey;
  return limits.find((limit) => fitsModel(limit.model, model) && applies(limit)) ?? null;
}

/** A limit for all models of an account is one pool; the others are one for each model. */
export function tablePool(limit: FreeLimit, model: string): string {
  return limit.isShared ? limit.model : `${model}${TABLE_MARK}`;
}

/** The pool that this and other models of an account draw on; `null`: the model has its own. */
export function sharedPool(limits: readonly FreeLimit[], model: string): string | null {
  return limits.find((limit) => limit.isShared && fitsModel(limit.model, model))?.model ?? null;
}

/** What a pool is called where it is shown; `null`: it covers every model. */
export function modelOfPool(pool: string): string | null {
  if (pool === '*') return null;
  // `*free` takes in `a/b:free` and `openrouter/free`; people know it as an ending.
  if (pool.startsWith('*')) return `:${pool.slice(1)}`;
  return pool.endsWith(TABLE_MARK) ? pool.slice(0, -TABLE_MARK.length) : pool;
}

export function isRate({ unit, window }: { unit: Unit; window: Window }): boolean {
  return unit === 'requests' && window === 'minute';
}

export function isSameWindow(a: { unit: Unit; window: Window }, b: { unit: Unit; window: Window }): boolean {
  return a.unit === b.unit && a.window === b.window;
}

/** Minutes and hours run from the first request; days end at the provider's midnight. */
export function nextReset(window: Window, dayOffsetHours: number, now: number): number {
  if (window !== 'day') return now + WINDOW_MS[window];
  const shifted = now + dayOffsetHours * WINDOW_MS.hour;
  return now + WINDOW_MS.day - (shifted % WINDOW_MS.day);
}
