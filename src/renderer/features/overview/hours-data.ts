import type { Overview, ProviderHours } from '../../../shared/domain/overview';

export const MEASURES = ['requests', 'tokens', 'cost'] as const;
export type Measure = (typeof MEASURES)[number];

/** One colour of the chart, and one column of the table. */
export interface HourSeries {
  /** `null`: nobody served; `others`: all that have no series of their own. */
  readonly id: string | null;
  readonly isOthers: boolean;
  readonly values: readonly number[];
  readonly total: number;
}

export interface HoursView {
  readonly hours: readonly string[];
  /** The largest first. */
  readonly series: readonly HourSeries[];
  /** Of all series, by hour. */
  readonly totals: readonly number[];
  readonly total: number;
}

/** More colours than these nobody can tell apart. */
const MOST_SERIES = 6;

export function viewHours({ hours, providers }: Overview, measure: Measure): HoursView {
  const all = providers
    .map(({ id, ...counts }) => makeSeries(id, pick(counts, measure)))
    .filter(({ total }) => total > 0)
    .toSorted((left, right) => rankOf(right) - rankOf(left));
  const shown = all.length <= MOST_SERIES ? all : all.slice(0, MOST_SERIES - 1);
  const rest = all.slice(shown.length);
  const series =
    rest.length === 0
      ? shown
      : [...shown, { ...makeSeries(null, addUp(rest, hours.length)), isOthers: true }];
  const totals = addUp(series, hours.length);
  return { hours, series, totals, total: sum(totals) };
}

/** For bars that stand on each other: the whole of each column first, then without its topmost part, and so on. */
export function stackHours({ series, totals }: HoursView): readonly (readonly number[])[] {
  const layers: (readonly number[])[] = [];
  let top = totals;
  for (const { values } of series.toReversed()) {
    layers.push(top);
    top = top.map((height, hour) => height - (values[hour] ?? 0));
  }
  return layers;
}

/** What nobody served comes after everything that somebody did. */
function rankOf({ id, total }: HourSeries): number {
  return id === null ? -1 : total;
}

function pick(counts: Omit<ProviderHours, 'id'>, measure: Measure): readonly number[] {
  return measure === 'cost' ? counts.cost_usd : counts[measure];
}

function makeSeries(id: string | null, values: readonly number[]): HourSeries {
  return { id, isOthers: false, values, total: sum(values) };
}

function addUp(series: readonly HourSeries[], hours: number): readonly number[] {
  return Array.from({ length: hours }, (_, hour) => sum(series.map(({ values }) => values[hour] ?? 0)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
