import path from 'node:path';
import { clipboard, powerMonitor, shell } from 'electron';
import type { ApiError, AppEvent } from '../../shared/domain/event';
import { createEventForwarder } from '../ipc/event-forwarder';
import { createHandlers } from '../ipc/handlers';
import { registerHandlers } from '../ipc/register-handlers';
import type { Log, LogFields } from '../log/types';
import type { RemoteServices } from '../services/remote';
import { APP_ORIGIN } from './app-file';
import { setApplicationMenu } from './application-menu';
import { createMainWindow, type MainWindow } from './main-window';
import { openPreferences } from './preferences';
import { createThemeChoice, type ThemeChoice } from './theme';
import { createTray, type TrayIcon } from './tray';
import { type TrayActions, toolAddress } from './tray-menu';

export interface DesktopParts {
  readonly services: RemoteServices;
  readonly log: Log;
  readonly dataDir: string;
  /** Folder that holds `out/` and `build/`. */
  readonly appDir: string;
  readonly developerTools: boolean;
  readonly toApiError: (failure: unknown) => ApiError | null;
  readonly describeFailure: (failure: unknown) => LogFields;
  readonly monotonic: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
  /** To be called when the computer woke up. */
  readonly wake: () => void;
  readonly quit: () => void;
}

export interface Desktop {
  showWindow(): void;
  /** The app is about to end: closing the window closes it. */
  letWindowClose(): void;
  dispose(): void;
}

/** Tray, window and IPC over the services. Needs a ready Electron. The window is made when it is first shown. */
export function openDesktop(parts: DesktopParts): Desktop {
  setApplicationMenu(parts);
  const preferences = openPreferences(parts);
  const theme = createThemeChoice(preferences);
  const window: MainWindow = createMainWindow({
    rendererDir: path.join(parts.appDir, 'out/renderer'),
    preloadFile: path.join(parts.appDir, 'out/preload/index.cjs'),
    iconFile: path.join(parts.appDir, 'build/icon.png'),
    developerTools: parts.developerTools,
    preferences,
    log: parts.log,
    onShown: () => forwarder.refresh(),
  });
  const forwarder = createEventForwarder({
    subscribe: parts.services.events.subscribe,
    currentStatus: async () => ({ type: 'status', status: await parts.services.status.get() }),
    isWindowVisible: window.isVisible,
    send: window.send,
    monotonic: parts.monotonic,
    after: parts.after,
  });
  const closeIpc = openIpc(parts, window, theme);
  const tray = openTray(parts, window, theme);
  const unsubscribe = parts.services.events.subscribe((event) => tray.changed(weigh(event)));
  powerMonitor.on('resume', parts.wake);
  return {
    showWindow: window.show,
    letWindowClose: window.letClose,
    dispose: () => {
      powerMonitor.off('resume', parts.wake);
      unsubscribe();
      forwarder.dispose();
      closeIpc();
      tray.dispose();
      window.dispose();
      theme.dispose();
    },
  };
}

function openIpc(parts: DesktopParts, window: MainWindow, theme: ThemeChoice): () => void {
  const handlers = createHandlers(parts.services, {
    writeClipboard: (text) => clipboard.writeText(text),
    openInBrowser: (url) => shell.openExternal(url),
    theme,
  });
  return registerHandlers({ ...parts, handlers, mainFrame: window.mainFrame, origin: APP_ORIGIN });
}

function openTray(parts: DesktopParts, window: MainWindow, theme: ThemeChoice): TrayIcon {
  const { services } = parts;
  return createTray({
    imageDir: path.join(parts.appDir, 'build/tray'),
    readState: async () => {
      const [status, providers, keys] = await Promise.all([
        services.status.get(),
        services.providers.list(),
        services.keys.list(),
      ]);
      return { status, providers, keys, now: Date.now() };
    },
    actions: createTrayActions(parts, window),
    theme,
    log: parts.log,
  });
}

function createTrayActions(parts: DesktopParts, window: MainWindow): TrayActions {
  const { status, providers } = parts.services;
  const attempt = (action: string, task: () => Promise<unknown>) => (): void => {
    task().catch((failure: unknown) => {
      parts.log.error({ action, ...parts.describeFailure(failure) }, 'Tray action failed');
    });
  };
  return {
    copyAddress: attempt('copy address', async () => clipboard.writeText(toolAddress(await status.get()))),
    openWindow: window.show,
    pause: attempt('pause', () => status.pause()),
    resume: attempt('resume', () => status.resume()),
    setProviderEnabled: (id, enabled) =>
      attempt('switch provider', () => providers.update(id, { enabled }))(),
    quit: parts.quit,
  };
}

function weigh(event: AppEvent): 'state' | 'counts' {
  return event.type === 'request' ? 'counts' : 'state';
}
