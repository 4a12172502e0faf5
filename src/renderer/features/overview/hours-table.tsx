import { formatHour } from '../../lib/format';
import { messages } from '../../lib/messages';
import type { HoursView, Measure } from './hours-data';
import { formatMeasure, nameSeries } from './hours-words';

const words = messages.overview.chart;

interface HoursTableProps {
  readonly view: HoursView;
  readonly measure: Measure;
  readonly nameOf: (id: string) => string;
}

/** The same numbers to be read, the newest hour first. */
export function HoursTable({ view, measure, nameOf }: HoursTableProps) {
  const hours = view.hours.map((start, place) => ({ start, place })).toReversed();
  const show = (value: number) =>
    value === 0 ? <span className="text-faint">0</span> : formatMeasure(value, measure);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by the keyboard
    <section className="h-[200px] overflow-auto" tabIndex={0} aria-label={words.title}>
      <table className="w-full text-right text-table tabular-nums">
        <thead className="sticky top-0 bg-raised text-label text-muted">
          <tr className="h-7 [&>th]:px-3 [&>th]:font-normal">
            <th className="text-left">{words.hour}</th>
            {view.series.map((series) => (
              <th key={`${series.id} ${series.isOthers}`} className="whitespace-nowrap">
                {nameSeries(series, nameOf)}
              </th>
            ))}
            <th>{words.all}</th>
          </tr>
        </thead>
        <tbody>
          {hours.map(({ start, place }) => (
            <tr key={start} className="h-7 border-line border-t [&>td]:px-3">
              <th className="px-3 text-left font-normal text-muted">{formatHour(start)}</th>
              {view.series.map((series) => (
                <td key={`${series.id} ${series.isOthers}`}>{show(series.values[place] ?? 0)}</td>
              ))}
              <td className="font-medium">{show(view.totals[place] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
