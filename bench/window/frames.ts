import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JSHandle, Page } from '@playwright/test';
import { percentileOf } from '../statistics.ts';

/** What the page needed for its frames while requests arrived. Milliseconds. */
export interface FrameTimes {
  readonly frames: number;
  /** From one frame to the next; at 60 Hz a smooth page has 16.7. */
  readonly gap: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** From the beginning of a frame until it is drawn: scripts, styles, layout and paint lists. */
  readonly work: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Frames that came at least half an interval late. */
  readonly lateShare: number;
}

export interface FrameNotes {
  readonly gaps: readonly number[];
  readonly works: readonly number[];
}

interface Watch {
  stop(): FrameNotes;
}

const WATCH = readFileSync(path.join(import.meta.dirname, 'watch-frames.mjs'), 'utf8');
const INTERVAL_MS = 1000 / 60;

/** Watches the frames of the page while `work` goes on. */
export async function watchFrames(page: Page, work: () => Promise<void>): Promise<FrameNotes> {
  const watch: JSHandle<Watch> = await page.evaluateHandle(WATCH);
  await work();
  const notes = await watch.evaluate(({ stop }) => stop());
  await watch.dispose();
  return notes;
}

/** Of all rounds together. */
export function summariseFrames(rounds: readonly FrameNotes[]): FrameTimes {
  const gaps = rounds.flatMap((notes) => notes.gaps);
  return {
    frames: gaps.length,
    gap: summarise(gaps),
    work: summarise(rounds.flatMap((notes) => notes.works)),
    lateShare: gaps.filter((gap) => gap > INTERVAL_MS * 1.5).length / Math.max(1, gaps.length),
  };
}

function summarise(samples: readonly number[]): FrameTimes['gap'] {
  return {
    p50: percentileOf(samples, 0.5),
    p95: percentileOf(samples, 0.95),
    p99: percentileOf(samples, 0.99),
  };
}
