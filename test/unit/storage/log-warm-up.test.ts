import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { warmUpWhenIdle } from '../../../src/main/storage/log-warm-up';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

function open() {
  const done = { slices: 0 };
  const warmUp = warmUpWhenIdle(() => ({
    slice() {
      done.slices += 1;
      return done.slices < 5;
    },
  }));
  /** Something comes in every tenth of a second. */
  const work = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      warmUp.noteWork();
      vi.advanceTimersByTime(100);
    }
  };
  return { done, warmUp, work };
}

it('leaves the start alone, and ends', () => {
  const { done } = open();
  vi.advanceTimersByTime(3_000);
  expect(done.slices).toBe(0);
  vi.advanceTimersByTime(7_000);
  expect(done.slices).toBe(5);
});

it('waits while there is something to do, but not for ever', () => {
  const { done, work } = open();
  work(30_000);
  expect(done.slices).toBe(0);
  work(40_000);
  expect(done.slices).toBe(5);
});

it('does nothing once the thread is to end', () => {
  const { done, warmUp } = open();
  vi.advanceTimersByTime(4_030);
  warmUp.stop();
  const before = done.slices;
  vi.advanceTimersByTime(10_000);
  expect([before, done.slices]).toEqual([1, 1]);
});
