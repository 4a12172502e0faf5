import path from 'node:path';
import { clipboard, powerMonitor, shell } from 'electron';
import type { ApiError } from '../../shared/domain/event';
import { createEventForwarder } from '../ipc/event-forwarder';
import { createHandlers } from '../ipc/handlers';
import { registerHandlers } from '../ipc/register-handlers';
import type { Log, LogFields } from '../log/types';
import type { RemoteServices } from '../services/remote';
import { APP_ORIGIN } from './app-file';
import { setApplicationMenu } from './application-menu';
import { createDesktopSettings, type DesktopSettingsStore } from './desktop-settings';
import { createLinkHandler } from './link-handler';
import { createLoginItem } from './login-item';
import { createMainWindow, type MainWindow } from './main-window';
import { openNotifications } from './notifications/open-notifications';
import { openFile } from './open-file';
import { openTray } from './open-tray';
import { openPreferences, type Preferences } from './preferences';
import { saveFile, savePieces } from './save-file';
import { createThemeChoice, type ThemeChoice } from './theme';

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
  /** A link has brought a sealed reply: the window asks what to do with it. */
  bringReply(reply: string): void;
  /** The app is about to end: closing the window closes it. */
  letWindowClose(): void;
  /** The system has started it at login, and it is to stay in the tray. */
  startsHidden(): boolean;
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
  const loginItem = createLoginItem(parts);
  const settings = createDesktopSettings({ preferences, loginItem, linkHandler: createLinkHandler(parts) });
  let replyLink: string | null = null;
  const takeReplyLink = () => {
    const reply = replyLink;
    replyLink = null;
    return reply;
  };
  const closeIpc = openIpc(parts, { window, theme, preferences, settings, takeReplyLink });
  const closeTray = openTray(parts, window, theme);
  const endNotifications = openNotifications({
    ...parts,
    settings: () => preferences.desktop().notifications,
    told: preferences,
    isWatched: window.isFocused,
    iconFile: path.join(parts.appDir, 'build/icon.png'),
    openPage: window.showPage,
  });
  powerMonitor.on('resume', parts.wake);
  const endWatch = watchAbsence(parts);
  return {
    showWindow: window.show,
    bringReply(reply) {
      replyLink = reply;
      window.show();
      window.send([{ type: 'changed', collection: 'invites' }]);
    },
    letWindowClose: window.letClose,
    startsHidden: () => loginItem.wasOpenedAtLogin() && preferences.desktop().start_hidden,
    dispose: () => {
      powerMonitor.off('resume', parts.wake);
      endWatch();
      endNotifications();
      forwarder.dispose();
      closeIpc();
      closeTray();
      window.dispose();
      theme.dispose();
    },
  };
}

interface IpcNeeds {
  readonly window: MainWindow;
  readonly theme: ThemeChoice;
  readonly preferences: Preferences;
  readonly settings: DesktopSettingsStore;
  readonly takeReplyLink: () => string | null;
}

/** Whether the vault locks then is a setting; which of these events come depends on the system. */
function watchAbsence({ services, log, describeFailure }: DesktopParts): () => void {
  const away = (): void => {
    services.vault.systemAway().catch((failure: unknown) => {
      log.error(describeFailure(failure), 'The vault could not be locked with the system');
    });
  };
  powerMonitor.on('suspend', away);
  powerMonitor.on('lock-screen', away);
  return () => {
    powerMonitor.off('suspend', away);
    powerMonitor.off('lock-screen', away);
  };
}

function openIpc(parts: DesktopParts, needs: IpcNeeds): () => void {
  const { window, theme, preferences, settings, takeReplyLink } = needs;
  const handlers = createHandlers(parts.services, {
    writeClipboard: (text) => clipboard.writeText(text),
    openInBrowser: (url) => shell.openExternal(url),
    saveFile,
    savePieces,
    openFile,
    takeReplyLink,
    settings,
    theme,
    views: { get: preferences.views, set: preferences.setViews },
  });
  return registerHandlers({ ...parts, handlers, mainFrame: window.mainFrame, origin: APP_ORIGIN });
}
