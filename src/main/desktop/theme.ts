import { nativeTheme } from 'electron';
import type { Theme } from '../../shared/ipc/contract';
import type { Preferences } from './preferences';

export interface ThemeChoice {
  get(): Theme;
  set(theme: Theme): void;
  /** True when the panel the tray stands in is likely dark; the window's own theme says nothing about it. */
  isPanelDark(): boolean;
  onPanelChange(listener: () => void): () => void;
  dispose(): void;
}

export function createThemeChoice(preferences: Preferences): ThemeChoice {
  // `shouldUseDarkColors` follows `themeSource` once that is set, so the system's answer is kept from before.
  let systemDark = nativeTheme.shouldUseDarkColors;
  const listeners = new Set<() => void>();
  const update = (): void => {
    if (nativeTheme.themeSource === 'system') systemDark = nativeTheme.shouldUseDarkColors;
    for (const listener of listeners) listener();
  };
  nativeTheme.on('updated', update);
  nativeTheme.themeSource = preferences.theme();
  return {
    get: () => preferences.theme(),
    set: (theme) => {
      preferences.setTheme(theme);
      nativeTheme.themeSource = theme;
    },
    isPanelDark: () => isDarkDesktop() || systemDark,
    onPanelChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      nativeTheme.off('updated', update);
    },
  };
}

/** Panels of Linux desktops are dark whatever the theme; KDE's and MATE's follow it. */
function isDarkDesktop(): boolean {
  return process.platform === 'linux' && !/kde|mate/i.test(process.env.XDG_CURRENT_DESKTOP ?? '');
}
