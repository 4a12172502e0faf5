import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Overview } from '../../../shared/domain/overview';
import { Segmented } from '../../components/segmented';
import { useApp, useResource } from '../../lib/app-context';
import { formatHour } from '../../lib/format';
import { messages } from '../../lib/messages';
import { writeProviderColour } from '../../lib/provider-colour';
import { nameProvider } from '../../lib/provider-name';
import { type HourSeries, type HoursView, MEASURES, type Measure, viewHours } from './hours-data';
import { HoursPlot, type HoverPlace } from './hours-plot';
import { HoursTable } from './hours-table';
import { describeHours, formatMeasure, nameSeries } from './hours-words';

const words = messages.overview.chart;
const FORMS = ['chart', 'table'] as const;
const TIP_WIDTH = 200;

/** What went where in the last 24 hours, as bars or as a table. */
export function HoursCard({ overview }: { readonly overview: Overview }) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  const [measure, setMeasure] = useState<Measure>('requests');
  const [form, setForm] = useState<(typeof FORMS)[number]>('chart');
  const view = useMemo(() => viewHours(overview, measure), [overview, measure]);
  const parts = { view, measure, nameOf: (id: string) => nameProvider(providers, id) };
  return (
    <section className="card min-w-0" aria-label={words.title}>
      <header className="flex h-11 items-center gap-2 pr-2 pl-3">
        <h2 className="grow font-medium">{words.title}</h2>
        <Segmented
          label={words.measure}
          value={measure}
          onChange={setMeasure}
          options={MEASURES.map((value) => ({ value, label: words.measures[value] }))}
        />
        <Segmented
          label={words.form}
          value={form}
          onChange={setForm}
          options={FORMS.map((value) => ({ value, label: words.forms[value] }))}
        />
      </header>
      {view.total === 0 ? (
        <p className="flex h-[200px] items-center justify-center text-muted">
          {measure === 'cost' ? words.noCost : words.none}
        </p>
      ) : form === 'chart' ? (
        <Chart {...parts} />
      ) : (
        <HoursTable {...parts} />
      )}
    </section>
  );
}

interface ViewProps {
  readonly view: HoursView;
  readonly measure: Measure;
  readonly nameOf: (id: string) => string;
}

function Chart(props: ViewProps) {
  const { view, measure } = props;
  const [hover, setHover] = useState<HoverPlace | null>(null);
  return (
    <figure className="px-3 pb-3" aria-label={describeHours(view, measure)}>
      <div className="relative">
        <HoursPlot view={view} measure={measure} onHover={setHover} />
        {hover !== null && <Tip {...props} place={hover} />}
      </div>
      <Legend {...props} />
    </figure>
  );
}

function Legend({ view, measure, nameOf }: ViewProps) {
  return (
    <ul className="flex h-5 flex-wrap gap-x-4 overflow-hidden pl-13 text-label">
      {view.series.map((series) => (
        <li key={`${series.id} ${series.isOthers}`} className="flex items-center gap-1.5 whitespace-nowrap">
          <Swatch series={series} />
          {nameSeries(series, nameOf)}
          <span className="text-muted tabular-nums">{formatMeasure(series.total, measure)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the hour under the pointer is made of, on whichever side of it there is room. */
function Tip({ view, measure, nameOf, place }: ViewProps & { readonly place: HoverPlace }) {
  const start = view.hours[place.hour];
  const total = view.totals[place.hour] ?? 0;
  if (start === undefined || total === 0) return null;
  const isLeft = place.hour > view.hours.length / 2;
  return (
    <div
      className="pointer-events-none absolute top-1 z-10 rounded-md border border-line bg-raised px-2.5 py-1.5 text-label shadow-float"
      style={{ width: TIP_WIDTH, left: isLeft ? place.left - TIP_WIDTH - 24 : place.left + 24 }}
    >
      <p className="flex justify-between font-medium">
        <span>{formatHour(start)}</span>
        <span className="tabular-nums">{formatMeasure(total, measure)}</span>
      </p>
      {view.series.map((series) => {
        const value = series.values[place.hour] ?? 0;
        if (value === 0) return null;
        return (
          <p key={`${series.id} ${series.isOthers}`} className="flex items-center gap-1.5">
            <Swatch series={series} />
            <span className="grow truncate text-muted">{nameSeries(series, nameOf)}</span>
            <span className="tabular-nums">{formatMeasure(value, measure)}</span>
          </p>
        );
      })}
    </div>
  );
}

function Swatch({ series }: { readonly series: HourSeries }) {
  const { theme } = useApp();
  const shown = useStore(theme.store, (state) => state.shown);
  return (
    <span
      aria-hidden
      className="size-2 shrink-0 rounded-[2px]"
      style={{ backgroundColor: writeProviderColour(series.id, shown) }}
    />
  );
}
