import type { Settings } from '../../../shared/domain/settings';
import type { Clock } from '../../gateway/ports';
import type { Vault } from '../../vault/types';
import type { SettingsService } from '../types';

const MINUTE_MS = 60_000;

/** Locks the vault when neither a request nor a person has needed it for as long as the user has chosen. */
export interface AutoLock {
  /** A key is used or somebody is at the window. Called for every request: only notes the time. */
  touch(): void;
  /** Locks if it is time. To be called when the computer woke up: timers slept too. */
  check(): void;
  /** The computer goes to sleep, or its screen is locked. */
  systemAway(): void;
  dispose(): void;
}

export function createAutoLock(parts: {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly settings: SettingsService;
}): AutoLock {
  const { vault, clock, settings } = parts;
  let usedAt = clock.now();
  let cancel: (() => void) | null = null;

  function check(): void {
    cancel?.();
    cancel = null;
    const limit = limitOf(settings.get());
    if (limit === null || vault.status().state !== 'unlocked') return;
    const now = clock.now();
    // The clock of the computer was set back.
    if (now < usedAt) usedAt = now;
    const left = usedAt + limit - now;
    if (left <= 0) vault.lock();
    else cancel = clock.after(left, check);
  }

  const restart = () => {
    usedAt = clock.now();
    check();
  };
  const endings = [settings.onChange(check), vault.onChange(restart)];
  check();
  return {
    touch() {
      usedAt = clock.now();
    },
    check,
    systemAway() {
      if (settings.get().vault_lock_with_system) vault.lock();
    },
    dispose() {
      cancel?.();
      cancel = null;
      for (const end of endings) end();
    },
  };
}

function limitOf({ vault_auto_lock_minutes: minutes }: Settings): number | null {
  return minutes === null ? null : minutes * MINUTE_MS;
}
