import type { Pace } from './jobs.ts';

/** How much is measured. A round is one sample of a ratio: what is reported is the median of the rounds. */
export interface Sizes {
  /** Requests each target serves in one round: turns × block. Targets take turns within a round. */
  readonly latency: { readonly rounds: number; readonly turns: number; readonly block: number };
  /** Requests to each target before anything is measured: V8 compiles for so long, and takes processor time for it. */
  readonly warmUp: number;
  /** `warmUpMs`: not counted, for what only many at once make V8 compile. */
  readonly throughput: { readonly rounds: number; readonly ms: number; readonly warmUpMs: number };
  readonly streams: { readonly rounds: number; readonly block: number; readonly pace: Pace };
  readonly crowd: { readonly streams: number; readonly pace: Pace };
  readonly prompts: { readonly rounds: number; readonly block: number };
  readonly starts: number;
  readonly memory: { readonly runs: number; readonly requests: number; readonly restMs: number };
  readonly window: {
    readonly starts: number;
    readonly idleMs: number;
    /** What opening, and the requests before it, have set off must be over before the window is called idle. */
    readonly restMs: number;
    readonly rounds: number;
    readonly perSecond: number;
    readonly ms: number;
  };
  readonly stall: { readonly rows: number; readonly ms: number };
}

const PACE_MS = 20;

export const FULL: Sizes = {
  latency: { rounds: 5, turns: 10, block: 100 },
  warmUp: 20_000,
  throughput: { rounds: 5, ms: 2000, warmUpMs: 6000 },
  streams: { rounds: 5, block: 2, pace: { tokens: 40, everyMs: PACE_MS } },
  crowd: { streams: 256, pace: { tokens: 100, everyMs: PACE_MS } },
  prompts: { rounds: 5, block: 20 },
  starts: 5,
  memory: { runs: 4, requests: 100_000, restMs: 60_000 },
  window: { starts: 5, idleMs: 15_000, restMs: 60_000, rounds: 6, perSecond: 300, ms: 8000 },
  stall: { rows: 1_000_000, ms: 30_000 },
};

export const QUICK: Sizes = {
  latency: { rounds: 3, turns: 5, block: 40 },
  warmUp: 300,
  throughput: { rounds: 3, ms: 1000, warmUpMs: 500 },
  streams: { rounds: 3, block: 1, pace: { tokens: 20, everyMs: PACE_MS } },
  crowd: { streams: 256, pace: { tokens: 40, everyMs: PACE_MS } },
  prompts: { rounds: 3, block: 6 },
  starts: 2,
  memory: { runs: 2, requests: 5000, restMs: 3000 },
  window: { starts: 2, idleMs: 8000, restMs: 6000, rounds: 3, perSecond: 300, ms: 4000 },
  stall: { rows: 50_000, ms: 8000 },
};
