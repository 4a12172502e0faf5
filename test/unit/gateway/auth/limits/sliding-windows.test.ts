import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlidingCount } from '../../../../../src/main/gateway/auth/limits/sliding-count';
import { createSlidingSum } from '../../../../../src/main/gateway/auth/limits/sliding-sum';

const LENGTH = 1000;

describe('a sliding count', () => {
  it('lets go of a moment exactly when its time is over, not a millisecond before', () => {
    const window = createSlidingCount(LENGTH);
    window.add(5000);
    expect([5999, 6000].map((now) => window.count(now))).toEqual([1, 0]);
  });

  it('agrees with counting every moment by hand, whatever the order of steps', () => {
    const step = fc.record({ after: fc.nat(700), kind: fc.constantFrom('add', 'undo', 'look') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (steps, limit) => {
        const window = createSlidingCount(LENGTH);
        let all: number[] = [];
        let now = 10_000;
        for (const { after, kind } of steps) {
          now += after;
          all = all.filter((at) => at > now - LENGTH);
          expect(window.count(now)).toBe(all.length);
          if (kind === 'add') {
            window.add(now);
            all.push(now);
          } else if (kind === 'undo') {
            const moment = all[after % Math.max(1, all.length)] ?? 0;
            window.undo(moment);
            if (all.includes(moment)) all.splice(all.indexOf(moment), 1);
          }
          const expected = all.length < limit ? now : (all[all.length - limit] ?? 0) + LENGTH;
          expect(window.freeAt(limit, now)).toBe(expected);
        }
      }),
    );
  });

  it('never lets more than the limit into any stretch of time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 150 }), (pauses) => {
        const window = createSlidingCount(LENGTH);
        const admitted: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          if (window.count(now) >= 5) continue;
          window.add(now);
          admitted.push(now);
        }
        for (const end of admitted) {
          expect(admitted.filter((at) => at > end - LENGTH && at <= end).length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('gives nobody time when the clock is set back', () => {
    const window = createSlidingCount(LENGTH);
    window.add(50_000);
    window.add(50_400);
    expect(window.count(20_000)).toBe(2);
    expect(window.freeAt(2, 20_000)).toBe(20_600);
    expect(window.count(20_600)).toBe(1);
  });

  it('begins with what came before a restart', () => {
    const window = createSlidingCount(LENGTH, [100, 200, 300]);
    expect([1099, 1100, 1300].map((now) => window.count(now))).toEqual([3, 2, 0]);
  });
});

describe('a sliding sum', () => {
  it('agrees with adding by hand, however long what is under way takes', () => {
    const step = fc.record({ after: fc.nat(700), amount: fc.nat(100), drawn: fc.nat(100), lasts: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const window = createSlidingSum(LENGTH);
        const open: { close: (now: number, drawn: number) => void; amount: number; drawn: number }[] = [];
        const ended: { at: number; drawn: number }[] = [];
        let now = 0;
        for (const { after, amount, drawn, lasts } of steps) {
          now += after;
          open.push({ ...window.open(amount), amount, drawn });
          // Up to five run at once, most of them for longer than the window.
          for (const over of open.splice(0, Math.max(0, open.length - lasts))) {
            over.close(now, over.drawn);
            ended.push({ at: now, drawn: over.drawn });
          }
          const held = open.reduce((sum, each) => sum + each.amount, 0);
          const used = ended.filter(({ at }) => at > now - LENGTH).reduce((sum, each) => sum + each.drawn, 0);
          expect(window.sum(now)).toBe(held + used);
        }
      }),
    );
  });

  it('says when the next one fits, and that one larger than the limit never will', () => {
    const window = createSlidingSum(LENGTH);
    window.open(0).close(100, 60);
    window.open(0).close(300, 30);
    const at = (moment: number) => ({ kind: 'at', at: moment });
    expect(window.freeAt(100, 10, 400)).toEqual(at(400));
    expect(window.freeAt(100, 11, 400)).toEqual(at(1100));
    expect(window.freeAt(100, 80, 400)).toEqual(at(1300));
    expect(window.freeAt(100, 101, 400)).toEqual({ kind: 'never' });
    window.open(50);
    expect(window.freeAt(100, 50, 400)).toEqual(at(1300));
    expect(window.freeAt(100, 51, 400)).toEqual({ kind: 'waits' });
  });

  it('gives nobody time when the clock is set back', () => {
    const window = createSlidingSum(LENGTH);
    window.open(0).close(50_000, 10);
    expect(window.sum(20_000)).toBe(10);
    expect([20_999, 21_000].map((now) => window.sum(now))).toEqual([10, 0]);
  });
});
