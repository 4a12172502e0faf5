import { describe, expect, it } from 'vitest';
import { addedRatio, addedSpread, rateRatio } from '../../../bench/added';
import { median, overRounds, spreadOf } from '../../../bench/statistics';

describe('the statistics of the bench', () => {
  it('takes percentiles of values, not of their order of arrival', () => {
    const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(spreadOf(samples)).toEqual({ p50: 51, p99: 100 });
  });

  it('does not sort the caller’s own samples', () => {
    const samples = [3, 1, 2];
    spreadOf(samples);
    median(samples);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('takes the mean of the middle two of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([5, 1, 9])).toBe(5);
  });

  it('gives no number where nothing was measured, instead of a zero that would pass', () => {
    expect(median([])).toBeNaN();
    expect(spreadOf([]).p99).toBeNaN();
  });

  it('keeps one slow round from moving the ratio', () => {
    expect(overRounds([1.4, 1.5, 40]).median).toBe(1.5);
  });
});

describe('what a target adds', () => {
  const direct = [[1], [10], [1]];

  it('is taken from the provider within the same round: a slow round is slow for both', () => {
    expect(addedSpread([[2], [11], [2]], direct)).toEqual({ p50: 1, p99: 1 });
  });

  it('is compared within a round as well', () => {
    const bare = [[2], [12], [2]];
    const app = [[3], [14], [2.5]];
    expect(addedRatio(app, bare, direct)).toEqual({ median: 2, least: 1.5, most: 2 });
  });

  it('has no multiple of a proxy that seemed to add nothing, so that noise cannot meet a goal', () => {
    expect(addedRatio([[2], [13], [3]], [[0.5], [11], [2]], direct)).toEqual({
      median: 2.5,
      least: 2,
      most: 3,
    });
    expect(addedRatio([[2]], [[1]], [[1]]).median).toBeNaN();
  });

  it('compares rates round by round', () => {
    expect(rateRatio([50, 10, 60], [100, 20, 100])).toEqual({ median: 0.5, least: 0.5, most: 0.6 });
  });
});
