import Store from 'electron-store';
import { z } from 'zod';
import { type Theme, themeRequest } from '../../shared/ipc/contract';
import type { Bounds } from './window-bounds';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

/** State of the window on this screen; everything that matters lives in the database. */
export interface Preferences {
  theme(): Theme;
  setTheme(theme: Theme): void;
  bounds(): Bounds | null;
  setBounds(value: Bounds): void;
}

/** Kept in `window.json`. What is not readable in it counts as not said. */
export function openPreferences({ dataDir }: { readonly dataDir: string }): Preferences {
  const store = new Store({ name: 'window', cwd: dataDir, clearInvalidConfig: true, configFileMode: 0o600 });
  return {
    theme: () => themeRequest.catch('system').parse(store.get('theme')),
    setTheme: (theme) => store.set('theme', theme),
    bounds: () => bounds.nullable().catch(null).parse(store.get('bounds')),
    setBounds: ({ x, y, width, height }) => store.set('bounds', { x, y, width, height }),
  };
}
