import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Log } from '../log/types';
import type { ThemeChoice } from './theme';
import { buildTrayMenu, chooseGlyph, type TrayActions, type TrayGlyph, type TrayState } from './tray-menu';
import { describeStatus } from './tray-words';

/** A change that a person made or must see is in the menu at once; the count of requests may lag. */
const SOON_MS = 80;
const COUNTS_MS = 1000;

export interface TrayParts {
  /** Folder of the images that scripts/make-icons.mjs makes. */
  readonly imageDir: string;
  readonly readState: () => Promise<TrayState>;
  readonly actions: TrayActions;
  readonly theme: ThemeChoice;
  readonly log: Log;
}

export interface TrayIcon {
  /** Something has changed; `counts` when it is only how much was done. */
  changed(what: 'state' | 'counts'): void;
  dispose(): void;
}

/** The icon in the panel. Where the desktop has no place for one, the app goes on without: a second start opens the window. */
export function createTray(parts: TrayParts): TrayIcon {
  const tray = openTray(parts);
  if (tray === null) return { changed: () => undefined, dispose: () => undefined };
  let shown = '';
  const actions: TrayActions = {
    ...parts.actions,
    setProviderEnabled: (id, enabled) => {
      parts.actions.setProviderEnabled(id, enabled);
      // The native item has ticked itself already; should the change have been refused, the menu must say so.
      shown = '';
      schedule.within(SOON_MS);
    },
  };
  const update = async (): Promise<void> => {
    const state = await parts.readState();
    if (tray.isDestroyed()) return;
    const template = buildTrayMenu(state, actions);
    const wanted = fingerprint(template, imageName(parts.theme, chooseGlyph(state)));
    // Setting a menu closes it under the mouse on Linux, so only when there is something new in it.
    if (wanted === shown) return;
    shown = wanted;
    tray.setImage(loadImage(parts, chooseGlyph(state)));
    tray.setToolTip(`SpiderGate · ${describeStatus(state.status, state.providers)}`);
    tray.setContextMenu(Menu.buildFromTemplate(template));
  };
  const schedule = createScheduler(() => {
    update().catch((failure: unknown) => {
      parts.log.warn(
        { reason: failure instanceof Error ? failure.message : '' },
        'The tray could not be updated',
      );
    });
  });
  const unsubscribe = parts.theme.onPanelChange(() => schedule.within(SOON_MS));
  if (process.platform !== 'darwin') tray.on('click', parts.actions.openWindow);
  schedule.within(0);
  return {
    changed: (what) => schedule.within(what === 'state' ? SOON_MS : COUNTS_MS),
    dispose: () => {
      unsubscribe();
      schedule.cancel();
      tray.destroy();
    },
  };
}

function openTray(parts: TrayParts): Tray | null {
  try {
    return new Tray(loadImage(parts, 'idle'));
  } catch (failure) {
    parts.log.warn(
      { reason: failure instanceof Error ? failure.message : '' },
      'No tray icon on this desktop',
    );
    return null;
  }
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

function fingerprint(template: readonly MenuItemConstructorOptions[], image: string): string {
  return JSON.stringify([image, template]);
}

interface Scheduler {
  /** Runs the task at most this many milliseconds from now, or earlier when it was already due earlier. */
  within(ms: number): void;
  cancel(): void;
}

function createScheduler(task: () => void): Scheduler {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  const run = (): void => {
    due = Number.POSITIVE_INFINITY;
    task();
  };
  return {
    within: (ms) => {
      const wanted = performance.now() + ms;
      if (wanted >= due) return;
      due = wanted;
      clearTimeout(timer);
      timer = setTimeout(run, ms);
    },
    cancel: () => clearTimeout(timer),
  };
}
