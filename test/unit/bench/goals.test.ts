import { describe, expect, it } from 'vitest';
import { type Figures, judge } from '../../../bench/goals';
import { readOptions } from '../../../bench/options';

const round = (median: number) => ({ median, least: median, most: median });
const isMet = (figures: Figures, goal: RegExp) =>
  judge(figures).find((verdict) => goal.test(verdict.goal))?.isMet;
const stalled = (longestMs: number, rows = 1_000_000): Figures => ({
  stall: {
    rows,
    startMs: 1,
    opening: [],
    steady: [{ thread: 'main', longestMs, p99Ms: 1, seconds: 30, longSeconds: 0 }],
    pages: 1,
    listRows: 1,
    reads: 1,
    requests: 1,
  },
});
const crowded = (framesLost: number, streamsWhole: number): Figures => ({
  crowd: {
    streams: 256,
    targets: [
      {
        name: 'SpiderGate',
        framesSent: 25_600,
        framesLost,
        streamsWhole,
        firstToken: { p50: 1, p99: 1 },
        delay: { p50: 1, p99: 1 },
      },
    ],
  },
});

describe('the goals of the bench', () => {
  it('claims nothing about rows that were left out', () => {
    expect(judge({}).every((verdict) => verdict.isMet === null)).toBe(true);
  });

  it('reads throughput the other way round: more is better', () => {
    const figures = { throughput: { perSecond: {}, ratios: { 'bare in Electron': round(0.7) } } };
    expect(isMet(figures, /at least 0.6/)).toBe(true);
    const slow = { throughput: { perSecond: {}, ratios: { 'bare in Electron': round(0.5) } } };
    expect(isMet(slow, /at least 0.6/)).toBe(false);
  });

  it('does not take a thread that was never seen for one that never stalls', () => {
    expect(isMet(stalled(Number.NaN), /never stalls/)).toBeNull();
    expect(isMet(stalled(12), /never stalls/)).toBe(true);
    expect(isMet(stalled(21), /never stalls/)).toBe(false);
  });

  it('says nothing about a million rows from a quick run with fewer', () => {
    expect(isMet(stalled(12, 50_000), /never stalls/)).toBeNull();
  });

  it('misses the goal for a stream without its end, although all its frames came', () => {
    expect(isMet(crowded(0, 256), /no frame/)).toBe(true);
    expect(isMet(crowded(0, 255), /no frame/)).toBe(false);
    expect(isMet(crowded(3, 256), /no frame/)).toBe(false);
  });
});

describe('the options of the bench', () => {
  it('leaves the long rows out of a quick run, unless they are named', () => {
    expect(readOptions(['--quick']).rows.has('memory')).toBe(false);
    expect(readOptions(['--quick', '--only=memory']).rows).toEqual(new Set(['memory']));
    expect(readOptions([]).rows.has('memory')).toBe(true);
  });

  it('refuses a row that is not there, instead of measuring nothing', () => {
    expect(() => readOptions(['--only=latncy'])).toThrow('latncy');
  });
});
