import { expect, it } from 'vitest';
import { createGate } from '../../../src/main/services/gate';

const MINUTE_MS = 60_000;

function setUp(stored: string | null = null, now = 1_000_000_000_000) {
  const world = { now, stored, over: 0, timers: [] as { due: number; task: () => void }[] };
  const open = () =>
    createGate({
      settings: {
        get: () => world.stored,
        set: (_, value) => {
          world.stored = value;
        },
      },
      clock: {
        now: () => world.now,
        after: (ms, task) => {
          const timer = { due: world.now + ms, task };
          world.timers.push(timer);
          return () => {
            world.timers = world.timers.filter((other) => other !== timer);
          };
        },
      },
      onOver: () => {
        world.over += 1;
      },
    });
  const fire = () => {
    const due = world.timers.filter((timer) => timer.due <= world.now);
    world.timers = world.timers.filter((timer) => !due.includes(timer));
    for (const { task } of due) task();
  };
  const pass = (ms: number) => {
    for (const end = world.now + ms; world.now < end; world.now = Math.min(end, world.now + 1_000)) fire();
    fire();
  };
  return { world, open, fire, pass };
}

it('a timed pause ends by itself, and says so once', () => {
  const { world, open, pass } = setUp();
  const gate = open();
  gate.pause(world.now + 15 * MINUTE_MS);
  pass(14 * MINUTE_MS);
  expect(gate.isPaused()).toBe(true);
  pass(2 * MINUTE_MS);
  expect([gate.isPaused(), gate.pausedUntil(), world.over, world.timers]).toEqual([false, null, 1, []]);
});

it('survives a restart with its end, and one that ended meanwhile is over', () => {
  const { world, open, pass } = setUp();
  const until = world.now + 60 * MINUTE_MS;
  const first = open();
  first.pause(until);
  first.dispose();
  const second = open();
  expect(second.pausedUntil()).toBe(until);
  pass(61 * MINUTE_MS);
  expect([second.isPaused(), world.over]).toEqual([false, 1]);
  first.pause(world.now + MINUTE_MS);
  first.dispose();
  world.now += 5 * MINUTE_MS;
  expect(open().isPaused()).toBe(false);
});

it('after a sleep of the computer requests pass at once, before any timer has run', () => {
  const { world, open } = setUp();
  const gate = open();
  gate.pause(world.now + 15 * MINUTE_MS);
  world.now += 8 * 60 * MINUTE_MS;
  expect(gate.isPaused()).toBe(false);
});

it('a pause without an end stays, over a restart too; one stored by earlier versions is understood', () => {
  const { world, open, pass } = setUp('true');
  const gate = open();
  pass(10 * MINUTE_MS);
  expect([gate.isPaused(), gate.pausedUntil(), world.timers]).toEqual([true, null, []]);
  gate.resume();
  expect([open().isPaused(), world.stored]).toEqual([false, 'false']);
});

it('resuming by hand, or another pause, takes the first one’s end away', () => {
  const { world, open, pass } = setUp();
  const gate = open();
  gate.pause(world.now + MINUTE_MS);
  gate.pause(null);
  pass(5 * MINUTE_MS);
  expect([gate.isPaused(), world.over]).toEqual([true, 0]);
});
