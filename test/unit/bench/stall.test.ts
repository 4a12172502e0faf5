import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNotes, type Slice, summariseSlices } from '../../../bench/stall/read-notes';

const folder = mkdtempSync(path.join(tmpdir(), 'sg-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const slice = (thread: string, from: number, longestMs: number): Slice => ({
  thread,
  from,
  to: from + 1000,
  beats: 900,
  longestMs,
  p99Ms: 1,
});

describe('stalls of the app’s threads', () => {
  it('keeps what the window did while it opened out of the figure for its use', () => {
    const slices = [slice('main', 0, 90), slice('main', 1000, 3), slice('main', 2000, 4)];
    expect(summariseSlices(slices, 1000, 3000)[0]).toMatchObject({
      longestMs: 4,
      seconds: 2,
      longSeconds: 0,
    });
  });

  it('counts a second that lies across the beginning: a stall in it may belong to either side', () => {
    expect(summariseSlices([slice('main', 500, 30)], 1000, 3000)[0]?.longestMs).toBe(30);
  });

  it('does not mix threads, and does not call one quiet that was not seen', () => {
    const slices = [slice('main', 1000, 3), slice('log-worker', 0, 50)];
    const [main, log] = summariseSlices(slices, 1500, 2500);
    expect(main?.longestMs).toBe(3);
    expect(log?.longestMs).toBeNaN();
  });

  it('reads on after a line that the end of the app has cut off', () => {
    const file = path.join(folder, 'notes');
    writeFileSync(file, '{"page":"Overview","rows":0,"at":1}\n{"page":"Requ');
    expect(readNotes(file)).toHaveLength(1);
    expect(readNotes(path.join(folder, 'none'))).toEqual([]);
  });
});
