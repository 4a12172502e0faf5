import { expect, it } from 'vitest';
import { createRowSlots } from '../../../../../src/renderer/features/requests/row-slots';
import { makeRequest } from '../../make-request';

const SHOWN = 5;
/** The newest first, as the log has them. */
const rowsFrom = (newest: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    makeRequest({ id: `r${newest - index}`, second: newest - index }),
  );

function slotsOf(slots: ReturnType<typeof createRowSlots>, rows: ReturnType<typeof rowsFrom>, from = 0) {
  const slotOf = slots.place(rows, SHOWN);
  return new Map(rows.slice(from, from + SHOWN).map((row, index) => [row.id, slotOf(from + index)]));
}

it('leaves a row its element while it moves down, and hands on that of the row that leaves', () => {
  const slots = createRowSlots();
  const before = slotsOf(slots, rowsFrom(10, 10));
  const after = slotsOf(slots, rowsFrom(11, 11));
  for (const id of ['r10', 'r9', 'r8', 'r7']) expect(after.get(id), id).toBe(before.get(id));
  expect(after.get('r11')).toBe(before.get('r6'));
});

it('uses the same elements for whatever comes, never one for two rows', () => {
  const slots = createRowSlots();
  const all = new Set<number>();
  for (const newest of [10, 12, 87, 88, 300]) {
    const used = [...slotsOf(slots, rowsFrom(newest, 40), newest % 7).values()];
    expect(new Set(used).size).toBe(SHOWN);
    for (const slot of used) all.add(slot);
  }
  expect(all.size).toBe(SHOWN);
});
