import type { Theme } from '../../../shared/ipc/contract';
import type { RemoteServices } from '../../services/remote';
import { type IpcHandlers, IpcRefusal } from '../handler-types';

/** What only the desktop can do; built from Electron, so that this file needs none. */
export interface DesktopParts {
  readonly writeClipboard: (text: string) => void;
  readonly openInBrowser: (url: string) => Promise<void>;
  readonly theme: { readonly get: () => Theme; readonly set: (theme: Theme) => void };
}

export function desktopHandlers(
  desktop: DesktopParts,
  providers: RemoteServices['providers'],
): Pick<IpcHandlers, 'clipboard:write' | 'links:open' | 'theme:get' | 'theme:set'> {
  return {
    'clipboard:write': (text) => {
      desktop.writeClipboard(text);
      return null;
    },
    'links:open': async ({ provider_id }) => {
      await desktop.openInBrowser(await keyPageOf(providers, provider_id));
      return null;
    },
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
