import path from 'node:path';
import { clipboard } from 'electron';
import type { AppEvent } from '../../shared/domain/event';
import type { MainWindow } from './main-window';
import type { DesktopParts } from './open-desktop';
import type { ThemeChoice } from './theme';
import { createTray } from './tray';
import { type TrayActions, toolAddress } from './tray-menu';

/** The tray over the services, following their events. The returned function takes it away. */
export function openTray(parts: DesktopParts, window: MainWindow, theme: ThemeChoice): () => void {
  const { services } = parts;
  const tray = createTray({
    imageDir: path.join(parts.appDir, 'build/tray'),
    readState: async () => {
      const [status, providers, keys, agentTokens, attention, recording] = await Promise.all([
        services.status.get(),
        services.providers.list(),
        services.keys.list(),
        services.agentTokens.list(),
        services.attention.list(),
        services.recordings.state(),
      ]);
      return { status, providers, keys, agentTokens, attention, recording, now: Date.now() };
    },
    actions: createTrayActions(parts, window),
    theme,
    log: parts.log,
  });
  const unsubscribe = services.events.subscribe((event) => tray.changed(weigh(event)));
  return () => {
    unsubscribe();
    tray.dispose();
  };
}

function createTrayActions(parts: DesktopParts, window: MainWindow): TrayActions {
  const { status, providers, vault } = parts.services;
  const attempt = (action: string, task: () => Promise<unknown>): void => {
    task().catch((failure: unknown) => {
      parts.log.error({ action, ...parts.describeFailure(failure) }, 'Tray action failed');
    });
  };
  return {
    copyAddress: () =>
      attempt('copy address', async () => clipboard.writeText(toolAddress(await status.get()))),
    openWindow: window.show,
    openPage: window.showPage,
    pause: (minutes) => attempt('pause', () => status.pause(minutes === null ? {} : { minutes })),
    resume: () => attempt('resume', () => status.resume()),
    setProviderEnabled: (id, enabled) => attempt('switch provider', () => providers.update(id, { enabled })),
    lockVault: () => attempt('lock vault', () => vault.lock()),
    quit: parts.quit,
  };
}

function weigh(event: AppEvent): 'state' | 'request' | 'log' {
  if (event.type === 'request') return 'request';
  return event.type === 'changed' && event.collection === 'requests' ? 'log' : 'state';
}
