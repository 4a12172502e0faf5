import { expect, it } from 'vitest';
import { LIMITED, PLAIN, summarisePolicy } from '../../../bench/rows/policy';

it('takes the difference round by round: a slow round says nothing about what limits cost', () => {
  const { addedUs } = summarisePolicy({
    [PLAIN]: [[1], [5], [1]],
    [LIMITED]: [[1.04], [5.04], [1.04]],
  });
  expect(addedUs.median).toBeCloseTo(40);
  expect(addedUs.most).toBeCloseTo(40);
});
