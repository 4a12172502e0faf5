import { APP } from './configured-app.ts';
import { BARE_ELECTRON, BARE_NODE, PEER } from './contestants.ts';
import type { CrowdRow } from './rows/crowd.ts';
import type { LatencyRow } from './rows/latency.ts';
import type { MemoryRow } from './rows/memory.ts';
import type { PolicyRow } from './rows/policy.ts';
import type { PromptsRow } from './rows/prompts.ts';
import type { StallRow } from './rows/stall.ts';
import type { StartRow } from './rows/start.ts';
import type { StreamsRow } from './rows/streams.ts';
import type { ThroughputRow } from './rows/throughput.ts';
import type { WindowRow } from './rows/window.ts';
import { LONG_MS } from './stall/read-notes.ts';

const MEMORY_PER_REQUESTS = 100_000;
const LOG_ROWS = 1_000_000;
const FRAME_MS = 1000 / 60;
/** How exactly the page's clock tells. */
const TIMER_MS = 0.5;

/** What was measured; a row that was left out is missing. */
export interface Figures {
  latency?: LatencyRow;
  throughput?: ThroughputRow;
  streams?: StreamsRow;
  crowd?: CrowdRow;
  prompts?: PromptsRow;
  policy?: PolicyRow;
  start?: StartRow;
  stall?: StallRow;
  memory?: MemoryRow;
  window?: WindowRow;
}

export interface Verdict {
  readonly goal: string;
  readonly measured: string;
  /** `null`: not measured. */
  readonly isMet: boolean | null;
}

interface Goal {
  readonly goal: string;
  readonly unit: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly isMet: (value: number) => boolean;
}

const GOALS: readonly Goal[] = [
  {
    goal: `added p50 at most 1.5 times that of ${BARE_ELECTRON}`,
    unit: '×',
    value: ({ latency }) => latency?.ratios[BARE_ELECTRON]?.median,
    isMet: (value) => value <= 1.5,
  },
  {
    goal: `added p50 at most 2.5 times that of ${BARE_NODE}`,
    unit: '×',
    value: ({ latency }) => latency?.ratios[BARE_NODE]?.median,
    isMet: (value) => value <= 2.5,
  },
  {
    goal: `requests per second at least 0.6 times those of ${BARE_ELECTRON}`,
    unit: '×',
    value: ({ throughput }) => throughput?.ratios[BARE_ELECTRON]?.median,
    isMet: (value) => value >= 0.6,
  },
  {
    goal: `requests per second at least 5 times those of ${PEER}`,
    unit: '×',
    value: ({ throughput }) => throughput?.ratios[PEER]?.median,
    isMet: (value) => value >= 5,
  },
  {
    goal: 'no frame of many streams lost, and every stream whole',
    unit: ' lost',
    value: ({ crowd }) => {
      const app = crowd?.targets.find(({ name }) => name === APP);
      return crowd && app && app.framesLost + (crowd.streams - app.streamsWhole);
    },
    isMet: (value) => value === 0,
  },
  {
    goal: 'every limit set on token, workspace and key costs a request less than 50 µs',
    unit: ' µs',
    value: ({ policy }) => policy?.addedUs.median,
    isMet: (value) => value < 50,
  },
  {
    goal: 'memory grows by less than 10 MB per further 100,000 requests',
    unit: ' MB',
    // Of fewer requests, as `--quick` makes them, nothing can be said about so many.
    value: ({ memory }) =>
      memory && memory.requests >= MEMORY_PER_REQUESTS ? memory.growth?.restedMb : undefined,
    isMet: (value) => value < 10,
  },
  {
    goal: 'the main thread never stalls over 20 ms while the window shows statistics of a million rows',
    unit: ' ms',
    value: ({ stall }) =>
      stall && stall.rows >= LOG_ROWS
        ? stall.steady.find(({ thread }) => thread === 'main')?.longestMs
        : undefined,
    isMet: (value) => value <= LONG_MS,
  },
  {
    goal: 'with 300 requests a second arriving a frame of the log or the chart takes under 16 ms (p95)',
    unit: ' ms',
    value: ({ window }) =>
      window && Math.max(window.frames.requests.work.p95, window.frames.overview.work.p95),
    isMet: (value) => value < 16,
  },
  {
    goal: 'and 95 of 100 frames come when a screen of 60 Hz wants them',
    unit: ' ms',
    value: ({ window }) => window && Math.max(window.frames.requests.gap.p95, window.frames.overview.gap.p95),
    isMet: (value) => value <= FRAME_MS + TIMER_MS,
  },
  {
    goal: 'and the added p50 is within a tenth of that with the window closed',
    unit: '×',
    value: ({ window }) => window && Math.max(window.ratios.requests.median, window.ratios.overview.median),
    isMet: (value) => value <= 1.1,
  },
  {
    goal: 'the window opens from the tray in under 700 ms',
    unit: ' ms',
    value: ({ window }) => window && Math.max(...window.openMs),
    isMet: (value) => value < 700,
  },
  {
    goal: 'idle, all processes use under 1 % of a core',
    unit: ' %',
    value: ({ window }) => {
      const shares = window && [window.idleCpu.closed, window.idleCpu.open];
      return shares?.every((share) => share !== null) ? 100 * Math.max(...shares) : undefined;
    },
    isMet: (value) => value < 1,
  },
];

export function judge(figures: Figures): readonly Verdict[] {
  return GOALS.map(({ goal, unit, value, isMet }) => {
    const measured = value(figures);
    // A figure that is not a number is no figure: a row that saw nothing must not pass.
    if (measured === undefined || Number.isNaN(measured)) {
      return { goal, measured: 'not measured', isMet: null };
    }
    return { goal, measured: `${Number(measured.toFixed(2))}${unit}`, isMet: isMet(measured) };
  });
}

export function describeVerdicts(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.map(({ goal, measured, isMet }) => {
    const word = isMet === null ? '–     ' : isMet ? 'met   ' : 'MISSED';
    return `${word}  ${goal}: ${measured}`;
  });
}
