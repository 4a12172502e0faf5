import { describe, expect, it } from 'vitest';
import { moveActive } from '../../../../../src/renderer/features/requests/move-active';

describe('moveActive', () => {
  it('begins at the newest row when nothing is chosen yet', () => {
    expect(moveActive('ArrowDown', -1, 5, 2)).toBe(0);
    expect(moveActive('End', -1, 5, 2)).toBe(4);
  });

  it('stops at both ends instead of leaving the list', () => {
    expect(moveActive('ArrowUp', 0, 5, 2)).toBe(0);
    expect(moveActive('PageDown', 4, 5, 2)).toBe(4);
    expect(moveActive('Home', 3, 5, 2)).toBe(0);
  });

  it('leaves other keys alone, and an empty list too', () => {
    expect(moveActive('a', 1, 5, 2)).toBeNull();
    expect(moveActive('ArrowDown', -1, 0, 2)).toBeNull();
  });
});
