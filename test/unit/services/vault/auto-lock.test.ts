import { expect, it } from 'vitest';
import { createAutoLock } from '../../../../src/main/services/vault/auto-lock';
import { DEFAULT_SETTINGS, type Settings } from '../../../../src/shared/domain/settings';
import { MemorySettings, makeKeychain, openTestVault } from '../../vault/vault-fixtures';

const MINUTE = 60_000;

async function makeWorld(settings: Partial<Settings> = { vault_auto_lock_minutes: 10 }) {
  const vault = await openTestVault(new MemorySettings(), { keyWrapping: makeKeychain() });
  let now = 1_000_000;
  let timers: { at: number; task: () => void }[] = [];
  let current: Settings = { ...DEFAULT_SETTINGS, ...settings };
  const listeners = new Set<(value: Settings) => void>();
  const autoLock = createAutoLock({
    vault,
    clock: {
      now: () => now,
      monotonic: () => now,
      sleep: async () => {},
      soon: (task) => task(),
      after(ms, task) {
        const timer = { at: now + ms, task };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    settings: {
      get: () => current,
      update: () => current,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  return {
    vault,
    autoLock,
    state: () => vault.status().state,
    timers: () => timers.length,
    /** Without timers, as while the computer sleeps. */
    sleep(ms: number) {
      now += ms;
    },
    pass(ms: number) {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers = timers.filter((other) => other !== timer);
        timer.task();
      }
    },
    change(next: Partial<Settings>) {
      current = { ...current, ...next };
      for (const listener of listeners) listener(current);
    },
  };
}

it('locks after the chosen time without use, and not before', async () => {
  const world = await makeWorld();
  world.pass(6 * MINUTE);
  world.autoLock.touch();
  world.pass(4 * MINUTE);
  expect(world.state()).toBe('unlocked');
  world.pass(6 * MINUTE - 1);
  expect(world.state()).toBe('unlocked');
  world.pass(1);
  expect(world.state()).toBe('locked');
  expect(world.timers()).toBe(0);
});

it('gives the whole time anew after an unlock', async () => {
  const world = await makeWorld();
  world.pass(10 * MINUTE);
  await world.vault.unlock('');
  world.pass(9 * MINUTE);
  expect(world.state()).toBe('unlocked');
  world.pass(MINUTE);
  expect(world.state()).toBe('locked');
});

it('takes over another setting at once, and never locks where none is chosen', async () => {
  const world = await makeWorld({ vault_auto_lock_minutes: null });
  world.pass(100 * MINUTE);
  expect(world.state()).toBe('unlocked');
  world.autoLock.touch();
  world.change({ vault_auto_lock_minutes: 5 });
  world.pass(4 * MINUTE);
  world.change({ vault_auto_lock_minutes: null });
  expect(world.timers()).toBe(0);
  world.pass(60 * MINUTE);
  expect(world.state()).toBe('unlocked');
  world.change({ vault_auto_lock_minutes: 5 });
  expect(world.state()).toBe('locked');
});

it('counts the time the computer slept', async () => {
  const world = await makeWorld();
  world.sleep(11 * MINUTE);
  expect(world.state()).toBe('unlocked');
  world.autoLock.check();
  expect(world.state()).toBe('locked');
});

it('locks with the system only where that was chosen', async () => {
  const world = await makeWorld({ vault_auto_lock_minutes: null });
  world.autoLock.systemAway();
  expect(world.state()).toBe('unlocked');
  world.change({ vault_lock_with_system: true });
  world.autoLock.systemAway();
  expect(world.state()).toBe('locked');
});

it('leaves no timer behind', async () => {
  const world = await makeWorld();
  world.autoLock.dispose();
  world.pass(20 * MINUTE);
  expect(world.state()).toBe('unlocked');
});
