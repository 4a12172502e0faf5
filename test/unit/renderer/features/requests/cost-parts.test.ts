import { describe, expect, it } from 'vitest';
import { listCostParts } from '../../../../../src/renderer/features/requests/cost-parts';

const PRICE = { input: 2, output: 10, cached: 0.5, reasoning: null, request: 0 };
const usage = { input: 1_000_000, output: 100_000, cached: 400_000, reasoning: 50_000, estimated: false };

describe('listCostParts', () => {
  it('charges each token once: what came from the cache is not charged as input too', () => {
    const parts = listCostParts(usage, PRICE, 1.2 + 0.2 + 1);
    expect(parts.map(({ kind, tokens }) => [kind, tokens])).toEqual([
      ['input', 600_000],
      ['cached', 400_000],
      ['output', 100_000],
    ]);
  });

  it('names what it cannot explain instead of leaving a sum that does not add up', () => {
    const parts = listCostParts(usage, PRICE, 5);
    expect(parts.at(-1)).toMatchObject({ kind: 'other', usd: expect.closeTo(2.6) });
    expect(parts.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(5);
  });
});
