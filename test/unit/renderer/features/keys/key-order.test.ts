import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupByProvider, inOrder, moveKey } from '../../../../../src/renderer/features/keys/key-order';
import { makeKey } from '../../make-key';

describe('the order of keys', () => {
  it('keeps every key whatever is moved where', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(ids, fc.nat(), fc.nat(), (all, from, to) => {
        const moved = all[from % all.length] ?? '';
        const target = all[to % all.length] ?? '';
        const after = moveKey(all, moved, target);
        if (moved === target) return after === null;
        return (
          after !== null &&
          [...after].sort().join() === [...all].sort().join() &&
          after[to % all.length] === moved
        );
      }),
    );
  });

  it('shows at once what was moved, and leaves other providers alone', () => {
    const keys = [
      makeKey({ id: 'a', priority: 10 }),
      makeKey({ id: 'x', provider_name: 'openrouter', priority: 7 }),
      makeKey({ id: 'b', priority: 20 }),
    ];
    const groups = groupByProvider(inOrder(keys, ['b', 'a']));
    expect(groups.map(({ keys: members }) => members.map(({ id }) => id))).toEqual([['b', 'a'], ['x']]);
    expect(groups[1]?.keys[0]?.priority).toBe(7);
  });
});
