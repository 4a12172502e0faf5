import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SpiderGateBridge } from '../../shared/ipc/bridge';
import type { Theme } from '../../shared/ipc/contract';
import { settle } from './settle';

export interface ThemeState {
  readonly chosen: Theme;
  readonly shown: 'light' | 'dark';
}

export interface ThemeControl {
  readonly store: StoreApi<ThemeState>;
  choose(theme: Theme): Promise<void>;
  /** Follows the system until the returned function is called. */
  follow(): () => void;
}

export function createThemeControl(bridge: SpiderGateBridge, root: HTMLElement): ThemeControl {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const store = createStore<ThemeState>(() => ({ chosen: 'system', shown: resolve('system') }));

  function resolve(theme: Theme): 'light' | 'dark' {
    if (theme !== 'system') return theme;
    return system.matches ? 'dark' : 'light';
  }

  function show(chosen: Theme): void {
    const shown = resolve(chosen);
    root.dataset.theme = shown;
    store.setState({ chosen, shown });
  }

  function followSystem(): void {
    show(store.getState().chosen);
  }

  return {
    store,
    async choose(theme) {
      show(theme);
      const result = await settle(bridge.theme.set(theme));
      if (result.ok) show(result.value);
    },
    follow() {
      followSystem();
      system.addEventListener('change', followSystem);
      void settle(bridge.theme.get()).then((result) => {
        if (result.ok) show(result.value);
      });
      return () => system.removeEventListener('change', followSystem);
    },
  };
}
