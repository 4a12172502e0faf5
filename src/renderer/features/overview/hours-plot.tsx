import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useStore } from 'zustand';
import 'uplot/dist/uPlot.min.css';
import { useApp } from '../../lib/app-context';
import { formatHour } from '../../lib/format';
import { writeProviderColour } from '../../lib/provider-colour';
import { type HoursView, type Measure, stackHours } from './hours-data';
import { formatMeasure } from './hours-words';

const HEIGHT = 168;
const AXIS_FONT = '11px "Inter Variable", system-ui, sans-serif';
const BAR_SHARE = 0.72;
const WIDEST_BAR = 40;
const HOURS_PER_LABEL = 3;

/** Where the pointer is: over which hour, and where that hour stands, in CSS pixels from the left of the chart. */
export interface HoverPlace {
  readonly hour: number;
  readonly left: number;
}

interface HoursPlotProps {
  readonly view: HoursView;
  readonly measure: Measure;
  readonly onHover: (place: HoverPlace | null) => void;
}

/** Bars on a canvas: one drawing of it costs less than a millisecond, however often the numbers come. */
export function HoursPlot({ view, measure, onHover }: HoursPlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const { theme } = useApp();
  const shown = useStore(theme.store, (state) => state.shown);
  const latest = useRef(view);
  latest.current = view;
  const plot = useRef<uPlot | null>(null);
  const width = useWidth(host);
  const names = view.series.map(({ id }) => id ?? '').join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is made anew only when it would look different; new numbers come below
  useEffect(() => {
    const element = host.current;
    if (element === null || width === 0) return;
    const made = new uPlot(
      describePlot({ element, width, measure, shown, read: () => latest.current, onHover }),
      toData(latest.current),
      element,
    );
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [names, measure, shown, width]);
  useEffect(() => plot.current?.setData(toData(view)), [view]);
  return <div ref={host} aria-hidden className="border-line text-muted" style={{ height: HEIGHT }} />;
}

function useWidth(host: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [host]);
  return width;
}

function toData(view: HoursView): uPlot.AlignedData {
  return [view.hours.map((_, hour) => hour), ...stackHours(view).map((layer) => [...layer])];
}

interface PlotParts {
  readonly element: HTMLElement;
  readonly width: number;
  readonly measure: Measure;
  readonly shown: 'light' | 'dark';
  readonly read: () => HoursView;
  readonly onHover: (place: HoverPlace | null) => void;
}

function describePlot({ element, width, measure, shown, read, onHover }: PlotParts): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, WIDEST_BAR], radius: 0 });
  return {
    width,
    height: HEIGHT,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: (_, first, last) => [first - 0.5, last + 0.5] },
      y: { range: (_, __, highest) => [0, highest > 0 ? highest * 1.05 : 1] },
    },
    axes: describeAxes(element, measure, read),
    series: [
      {},
      ...read()
        .series.toReversed()
        .map(({ id }) => {
          const fill = writeProviderColour(id, shown);
          return { fill, width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) };
        }),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const hour = plot.cursor.idx;
          const isOver = typeof hour === 'number' && (plot.cursor.left ?? -1) >= 0;
          onHover(
            isOver ? { hour, left: plot.valToPos(hour, 'x') + plot.bbox.left / devicePixelRatio } : null,
          );
        },
      ],
    },
  };
}

function describeAxes(element: HTMLElement, measure: Measure, read: () => HoursView): uPlot.Axis[] {
  // The canvas takes colours only, so what the tokens come to is asked of an element that wears them.
  const { color: stroke, borderTopColor: line } = getComputedStyle(element);
  const common = { stroke, font: AXIS_FONT, ticks: { show: false } };
  return [
    {
      ...common,
      size: 24,
      grid: { show: false },
      splits: () => labelledHours(read().hours),
      values: (_, places) => places.map((place) => formatHour(read().hours[place] ?? '')),
    },
    {
      ...common,
      size: 52,
      gap: 8,
      grid: { stroke: line, width: 1 },
      space: 36,
      ...(measure === 'cost' ? {} : { incrs: WHOLE_STEPS }),
      values: (_, values) => values.map((value) => formatMeasure(value, measure)),
    },
  ];
}

/** Nothing is asked half a time. */
const WHOLE_STEPS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9].flatMap((step) => [
  step,
  step * 2,
  step * 5,
]);

/** Every third hour of the day, so that the labels stay where they are while the bars move on. */
function labelledHours(hours: readonly string[]): number[] {
  return hours.flatMap((hour, place) => (new Date(hour).getHours() % HOURS_PER_LABEL === 0 ? [place] : []));
}
