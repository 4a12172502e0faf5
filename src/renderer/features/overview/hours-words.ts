import { formatCount, formatHour, formatMoney, measureTokens } from '../../lib/format';
import { messages } from '../../lib/messages';
import type { HourSeries, HoursView, Measure } from './hours-data';

const words = messages.overview.chart;

export function formatMeasure(value: number, measure: Measure): string {
  if (measure === 'cost') return formatMoney(value);
  if (measure === 'requests') return formatCount(value);
  const { value: number, unit } = measureTokens(value);
  return unit === '' ? number : `${number} ${unit}`;
}

export function nameSeries({ id, isOthers }: HourSeries, nameOf: (id: string) => string): string {
  if (isOthers) return words.others;
  return id === null ? words.nobody : nameOf(id);
}

/** The whole chart in a sentence. */
export function describeHours({ hours, totals, total }: HoursView, measure: Measure): string {
  const peak = Math.max(0, ...totals);
  const hour = hours[totals.indexOf(peak)];
  return words.summary(
    words.measures[measure],
    formatMeasure(total, measure),
    formatMeasure(peak, measure),
    hour === undefined ? messages.unknown : formatHour(hour),
  );
}
