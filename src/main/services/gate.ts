import type { GatewaySwitch } from '../gateway/ports';
import type { SettingTable } from '../storage/types';

const PAUSED_SETTING = 'gateway.paused';

/** Whether the gateway takes requests. Paused survives a restart. */
export interface Gate extends GatewaySwitch {
  setPaused(paused: boolean): void;
  beginShutdown(): void;
}

export function createGate({ settings }: { readonly settings: SettingTable }): Gate {
  let paused = settings.get(PAUSED_SETTING) === 'true';
  let shuttingDown = false;
  return {
    isPaused: () => paused,
    isShuttingDown: () => shuttingDown,
    setPaused(value) {
      if (value === paused) return;
      settings.set(PAUSED_SETTING, String(value));
      paused = value;
    },
    beginShutdown() {
      shuttingDown = true;
    },
  };
}
