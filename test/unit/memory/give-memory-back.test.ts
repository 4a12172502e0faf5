import { getHeapStatistics } from 'node:v8';
import { afterEach, expect, it, vi } from 'vitest';
import { giveMemoryBack } from '../../../src/main/memory/give-memory-back';

afterEach(() => vi.useRealTimers());

function setUp() {
  vi.useFakeTimers();
  const collect = vi.fn();
  const memory = giveMemoryBack(3, collect);
  const work = (times: number) => {
    for (let time = 0; time < times; time++) memory.noteWork();
  };
  return { collect, work, stop: memory.stop };
}

it('collects once, ten seconds after much work, and not after little', () => {
  const { collect, work } = setUp();
  work(2);
  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
  work(1);
  vi.advanceTimersByTime(9_999);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(collect).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(collect).toHaveBeenCalledTimes(1);
});

it('never holds up who is still at work', () => {
  const { collect, work } = setUp();
  for (let second = 0; second < 60; second++) {
    work(1);
    vi.advanceTimersByTime(1_000);
  }
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20_000);
  expect(collect).toHaveBeenCalledTimes(1);
});

it('collects nothing any more once it is stopped', () => {
  const { collect, work, stop } = setUp();
  work(5);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
});

it('really gives back what was left behind', () => {
  vi.useFakeTimers();
  const memory = giveMemoryBack(1);
  let left: unknown[] | null = Array.from({ length: 400_000 }, (_, index) => ({ index }));
  expect(left).toHaveLength(400_000);
  const before = getHeapStatistics().total_heap_size;
  left = null;
  memory.noteWork();
  vi.advanceTimersByTime(10_000);
  expect(getHeapStatistics().total_heap_size).toBeLessThan(before - 10e6);
});
