import { BrowserWindow, nativeTheme, screen, session, type WebFrameMain } from 'electron';
import type { EventBatch } from '../../shared/ipc/contract';
import { EVENTS_CHANNEL } from '../../shared/ipc/contract';
import type { Log } from '../log/types';
import { APP_ORIGIN } from './app-file';
import { serveApp } from './app-protocol';
import type { Preferences } from './preferences';
import { fitBounds, MINIMUM_SIZE } from './window-bounds';

/** The page's own background (look.md, `bg`), so that nothing flashes before it is drawn. */
const BACKGROUND = { light: '#fcfcfc', dark: '#0c0d11' } as const;
const BOUNDS_DELAY_MS = 400;

export interface MainWindowParts {
  readonly rendererDir: string;
  readonly preloadFile: string;
  readonly iconFile: string;
  readonly developerTools: boolean;
  readonly preferences: Preferences;
  readonly log: Log;
  /** The window has come into view, for the first time or again. */
  readonly onShown: () => void;
}

export interface MainWindow {
  /** Makes the window when there is none yet, and brings it to the front. */
  show(): void;
  /** The same, on this page: what stands after the `#` of its address. */
  showPage(page: string): void;
  isVisible(): boolean;
  /** Somebody looks at it. */
  isFocused(): boolean;
  mainFrame(): WebFrameMain | null;
  send(batch: EventBatch): void;
  /** From now on closing closes, instead of hiding. */
  letClose(): void;
  dispose(): void;
}

export function createMainWindow(parts: MainWindowParts): MainWindow {
  // Kept in memory only: the page stores nothing, so nothing of it should reach the disk.
  const pageSession = session.fromPartition('spidergate');
  serveApp(pageSession, parts.rendererDir);
  let window: BrowserWindow | null = null;
  let closes = false;
  const open = (page: string): BrowserWindow => {
    const opened = openWindow(parts, page, () => closes);
    opened.on('closed', () => {
      window = null;
    });
    return opened;
  };
  return {
    show: () => {
      if (window === null) window = open('');
      else bringToFront(window);
    },
    showPage: (page) => {
      if (window === null) {
        window = open(page);
        return;
      }
      // Only what stands after the `#` is another, so the page stays as it is and goes there.
      const url = pageUrl(page);
      if (window.webContents.getURL() !== url) window.loadURL(url).catch(() => undefined);
      bringToFront(window);
    },
    isFocused: () => window?.isFocused() === true,
    isVisible: () => window?.isVisible() === true && !window.isMinimized(),
    mainFrame: () => window?.webContents.mainFrame ?? null,
    send: (batch) => window?.webContents.send(EVENTS_CHANNEL, batch),
    letClose: () => {
      closes = true;
    },
    dispose: () => window?.destroy(),
  };
}

function pageUrl(page: string): string {
  return page === '' ? `${APP_ORIGIN}/` : `${APP_ORIGIN}/#${page}`;
}

function openWindow(parts: MainWindowParts, page: string, closes: () => boolean): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...fitBounds(parts.preferences.bounds(), workAreas),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'SpiderGate',
    icon: parts.iconFile,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      partition: 'spidergate',
      preload: parts.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: parts.developerTools,
    },
  });
  window.setMenuBarVisibility(false);
  window.once('ready-to-show', () => window.show());
  window.on('close', (event) => {
    if (closes()) return;
    event.preventDefault();
    window.hide();
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('show', parts.onShown);
  window.on('restore', parts.onShown);
  rememberBounds(window, parts.preferences);
  watchPage(window, parts);
  window.loadURL(pageUrl(page)).catch(() => undefined);
  return window;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function rememberBounds(window: BrowserWindow, preferences: Preferences): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (!window.isDestroyed()) preferences.setBounds(window.getNormalBounds());
  };
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, BOUNDS_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('close', save);
  window.on('closed', () => clearTimeout(timer));
}

/** A page that is gone is not shown: the window is thrown away, and the next `show` makes a new one. */
function watchPage(window: BrowserWindow, { log }: MainWindowParts): void {
  const { webContents } = window;
  webContents.on('did-fail-load', (_event, code, description) => {
    log.error({ code, description }, 'The page could not be loaded');
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error({ reason, exitCode }, 'The page has crashed');
    window.destroy();
  });
}
