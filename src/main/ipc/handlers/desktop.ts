import type { DesktopSettings } from '../../../shared/domain/desktop';
import type { Theme } from '../../../shared/ipc/contract';
import type { DesktopUpdateRequest } from '../../../shared/ipc/desktop';
import type { SavedViews } from '../../../shared/ipc/views';
import type { RemoteServices } from '../../services/remote';
import { type IpcHandlers, IpcRefusal } from '../handler-types';
import type { FileDialogs } from './backup';
import type { ExportDialog } from './requests';

/** What only the desktop can do; built from Electron, so that this file needs none. */
export interface DesktopParts extends FileDialogs, ExportDialog {
  readonly writeClipboard: (text: string) => void;
  readonly openInBrowser: (url: string) => Promise<void>;
  /** The reply that a link has brought, once. */
  readonly takeReplyLink: () => string | null;
  readonly theme: { readonly get: () => Theme; readonly set: (theme: Theme) => void };
  readonly settings: {
    readonly get: () => DesktopSettings;
    readonly update: (change: DesktopUpdateRequest) => DesktopSettings;
  };
  readonly views: { readonly get: () => SavedViews; readonly set: (views: SavedViews) => void };
}

export function desktopHandlers(
  desktop: DesktopParts,
  providers: RemoteServices['providers'],
): Pick<
  IpcHandlers,
  | 'desktop:get'
  | 'desktop:update'
  | 'clipboard:write'
  | 'links:open'
  | 'theme:get'
  | 'theme:set'
  | 'views:get'
  | 'views:set'
> {
  return {
    'clipboard:write': (text) => {
      desktop.writeClipboard(text);
      return null;
    },
    'links:open': async ({ provider_id }) => {
      await desktop.openInBrowser(await keyPageOf(providers, provider_id));
      return null;
    },
    'views:get': () => desktop.views.get(),
    'views:set': (views) => {
      desktop.views.set(views);
      return views;
    },
    'desktop:get': () => desktop.settings.get(),
    'desktop:update': (change) => desktop.settings.update(change),
    'theme:get': () => desktop.theme.get(),
    'theme:set': (theme) => {
      desktop.theme.set(theme);
      return theme;
    },
  };
}

/** The page never names an address itself, and even ours must be https. */
async function keyPageOf(providers: RemoteServices['providers'], id: string): Promise<string> {
  const url = await providers.keyUrl(id);
  if (url === null || !URL.canParse(url) || new URL(url).protocol !== 'https:') {
    throw new IpcRefusal({
      message: 'This provider has no page for keys.',
      type: 'not_found_error',
      param: 'provider_id',
      code: 'not_found',
    });
  }
  return url;
}
