import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { createTurnQueue } from '../../../src/main/gateway/turn-queue';

afterEach(() => vi.useRealTimers());

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('runs what came in a turn together at its end, in the order it came, and what those add in the next', async () => {
  const inTurn = createTurnQueue();
  const ran: string[] = [];
  inTurn(() => {
    ran.push('a');
    inTurn(() => ran.push('c'));
  });
  inTurn(() => ran.push('b'));
  expect(ran).toEqual([]);
  await nextTurn();
  expect(ran).toEqual(['a', 'b']);
  await nextTurn();
  expect(ran).toEqual(['a', 'b', 'c']);
});

it('sleeps again a moment after a crowd, and takes up what comes then', async () => {
  const inTurn = createTurnQueue();
  let ran = 0;
  for (let count = 0; count < 8; count++) inTurn(() => ran++);
  await sleep(20);
  expect(ran).toBe(8);
  // A thread that stays awake has an immediate waiting in every turn.
  expect(process.getActiveResourcesInfo()).not.toContain('Immediate');
  inTurn(() => ran++);
  await nextTurn();
  expect(ran).toBe(9);
});

it('takes nothing from those that came with one that throws', () => {
  vi.useFakeTimers({ toFake: ['setImmediate'] });
  const inTurn = createTurnQueue();
  const ran: string[] = [];
  inTurn(() => {
    throw new Error('on purpose');
  });
  inTurn(() => ran.push('b'));
  expect(() => vi.runAllTimers()).toThrow('on purpose');
  inTurn(() => ran.push('c'));
  vi.runAllTimers();
  expect(ran).toEqual(['b', 'c']);
});
