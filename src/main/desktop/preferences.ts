import Store from 'electron-store';
import { z } from 'zod';
import { DEFAULT_NOTIFICATIONS, type DesktopSettings } from '../../shared/domain/desktop';
import { type Theme, themeRequest } from '../../shared/ipc/contract';
import { noticeKinds, quietHours } from '../../shared/ipc/desktop';
import { type SavedViews, savedViews } from '../../shared/ipc/views';
import type { Bounds } from './window-bounds';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

/** What is damaged counts as never chosen. */
const desktop = z
  .object({
    start_hidden: z.boolean().catch(true),
    notifications: z
      .object({
        enabled: z.boolean().catch(DEFAULT_NOTIFICATIONS.enabled),
        kinds: noticeKinds.catch(DEFAULT_NOTIFICATIONS.kinds),
        quiet_hours: quietHours.catch(DEFAULT_NOTIFICATIONS.quiet_hours),
      })
      .catch(DEFAULT_NOTIFICATIONS),
  })
  .catch({ start_hidden: true, notifications: DEFAULT_NOTIFICATIONS });

/** State of the window on this screen; everything that matters lives in the database. */
export interface Preferences {
  theme(): Theme;
  setTheme(theme: Theme): void;
  bounds(): Bounds | null;
  setBounds(value: Bounds): void;
  desktop(): Pick<DesktopSettings, 'start_hidden' | 'notifications'>;
  setDesktop(value: Pick<DesktopSettings, 'start_hidden' | 'notifications'>): void;
  /** Notice → epoch milliseconds at which it was told. */
  toldNotices(): Readonly<Record<string, number>>;
  setToldNotices(told: Readonly<Record<string, number>>): void;
  views(): SavedViews;
  setViews(views: SavedViews): void;
}

/** Kept in `window.json`. What is not readable in it counts as not said. */
export function openPreferences({ dataDir }: { readonly dataDir: string }): Preferences {
  const store = new Store({ name: 'window', cwd: dataDir, clearInvalidConfig: true, configFileMode: 0o600 });
  return {
    theme: () => themeRequest.catch('system').parse(store.get('theme')),
    setTheme: (theme) => store.set('theme', theme),
    bounds: () => bounds.nullable().catch(null).parse(store.get('bounds')),
    desktop: () => desktop.parse(store.get('desktop') ?? {}),
    setDesktop: (value) => store.set('desktop', value),
    toldNotices: () => z.record(z.string(), z.number()).catch({}).parse(store.get('told')),
    setToldNotices: (told) => store.set('told', told),
    views: () => savedViews.catch([]).parse(store.get('views')),
    setViews: (views) => store.set('views', views),
    setBounds: ({ x, y, width, height }) => store.set('bounds', { x, y, width, height }),
  };
}
