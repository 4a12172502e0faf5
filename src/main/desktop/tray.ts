import path from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Log } from '../log/types';
import type { ThemeChoice } from './theme';
import { createTask } from './tray-clock';
import { buildTrayMenu, chooseGlyph, type TrayActions, type TrayGlyph, type TrayState } from './tray-menu';
import { describeStatus } from './tray-words';

/** A change that a person made or must see is in the menu at once; the count of requests may lag. */
const SOON_MS = 80;
const COUNTS_MS = 3_000;
/** The glyph goes on working so long after a request, or it would flicker. */
const BUSY_MS = 2_500;
/** Should a panel not say that its menu was closed. */
const LONGEST_OPEN_MS = 60_000;

export interface TrayParts {
  /** Folder of the images that scripts/make-icons.mjs makes. */
  readonly imageDir: string;
  readonly readState: () => Promise<TrayState>;
  readonly actions: TrayActions;
  readonly theme: ThemeChoice;
  readonly log: Log;
}

export interface TrayIcon {
  /** Something has changed; `request`: one has begun or ended. */
  changed(what: 'state' | 'request' | 'log'): void;
  dispose(): void;
}

/** The icon in the panel. Where the desktop has no place for one, the app goes on without: a second start opens the window. */
export function createTray(parts: TrayParts): TrayIcon {
  const tray = openTray(parts);
  if (tray === null) return { changed: () => undefined, dispose: () => undefined };
  const picture = createPicture(tray, parts);
  const menu = createMenu(tray, () => update.within(SOON_MS));
  const actions: TrayActions = {
    ...parts.actions,
    setProviderEnabled: (id, enabled) => {
      parts.actions.setProviderEnabled(id, enabled);
      // The native item has ticked itself already; should the change have been refused, the menu must say so.
      menu.forget();
      update.within(SOON_MS);
    },
  };
  const refresh = async (): Promise<void> => {
    const state = await parts.readState();
    if (tray.isDestroyed()) return;
    picture.show(chooseGlyph(state));
    tray.setToolTip(`SpiderGate · ${describeStatus(state.status, state.providers, state.now)}`);
    menu.show(state, actions);
  };
  const update = createTask(() => {
    refresh().catch((failure: unknown) => warn(parts.log, failure, 'The tray could not be updated'));
  });
  const unsubscribe = parts.theme.onPanelChange(picture.refresh);
  if (process.platform !== 'darwin') tray.on('click', parts.actions.openWindow);
  update.within(0);
  return {
    changed(what) {
      if (what === 'request') picture.work();
      update.within(what === 'state' ? SOON_MS : COUNTS_MS);
    },
    dispose() {
      unsubscribe();
      update.cancel();
      picture.dispose();
      menu.dispose();
      tray.destroy();
    },
  };
}

/** Which glyph is seen. Work shows at once, and for a moment after it. */
function createPicture(tray: Tray, parts: TrayParts) {
  let glyph: TrayGlyph = 'idle';
  let seen = imageName(parts.theme, 'idle');
  let isBusy = false;
  const draw = (): void => {
    if (tray.isDestroyed()) return;
    const wanted = glyph === 'idle' && isBusy ? 'working' : glyph;
    const name = imageName(parts.theme, wanted);
    if (name === seen) return;
    seen = name;
    tray.setImage(loadImage(parts, wanted));
  };
  const rest = createTask(() => {
    isBusy = false;
    draw();
  });
  return {
    show(next: TrayGlyph): void {
      glyph = next;
      draw();
    },
    refresh: draw,
    work(): void {
      isBusy = true;
      rest.again(BUSY_MS);
      draw();
    },
    dispose: rest.cancel,
  };
}

/** The menu, made anew whenever something in it is another, but never under somebody's mouse. */
function createMenu(tray: Tray, onClosed: () => void) {
  let shown = '';
  let isOpen = false;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    giveUp.cancel();
    onClosed();
  };
  const giveUp = createTask(close);
  return {
    forget(): void {
      shown = '';
    },
    show(state: TrayState, actions: TrayActions): void {
      if (isOpen) return;
      const template = buildTrayMenu(state, actions);
      const wanted = JSON.stringify(template);
      if (wanted === shown) return;
      shown = wanted;
      const menu = Menu.buildFromTemplate(template);
      menu.on('menu-will-show', () => {
        isOpen = true;
        giveUp.again(LONGEST_OPEN_MS);
      });
      menu.on('menu-will-close', close);
      tray.setContextMenu(menu);
    },
    dispose: giveUp.cancel,
  };
}

function openTray(parts: TrayParts): Tray | null {
  try {
    return new Tray(loadImage(parts, 'idle'));
  } catch (failure) {
    warn(parts.log, failure, 'No tray icon on this desktop');
    return null;
  }
}

function warn(log: Log, failure: unknown, message: string): void {
  log.warn({ reason: failure instanceof Error ? failure.message : '' }, message);
}

function loadImage({ imageDir, theme }: TrayParts, glyph: TrayGlyph): Electron.NativeImage {
  return nativeImage.createFromPath(path.join(imageDir, imageName(theme, glyph)));
}

/**
 * Linux panels take the first representation only and are 22 to 32 px high, so there it is the large one that is scaled
 * down; elsewhere Electron finds the `@1.5x` and `@2x` beside the small one.
 */
function imageName(theme: ThemeChoice, glyph: TrayGlyph): string {
  if (process.platform === 'darwin') return `${glyph}Template.png`;
  const look = theme.isPanelDark() ? 'on-dark' : 'on-light';
  return `${glyph}-${look}${process.platform === 'linux' ? '@2x' : ''}.png`;
}
