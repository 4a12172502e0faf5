import type { DesktopSettings } from '../../shared/domain/desktop';
import type { DesktopUpdateRequest } from '../../shared/ipc/desktop';
import { IpcRefusal } from '../ipc/handler-types';
import type { LinkHandler } from './link-handler';
import type { LoginItem } from './login-item';
import type { Preferences } from './preferences';

interface SettingsParts {
  readonly preferences: Pick<Preferences, 'desktop' | 'setDesktop'>;
  readonly loginItem: LoginItem;
  readonly linkHandler: LinkHandler;
}

export interface DesktopSettingsStore {
  get(): DesktopSettings;
  update(change: DesktopUpdateRequest): DesktopSettings;
}

/** How the program sits on this desktop. What the system does with it only the system knows: a person can change that there. */
export function createDesktopSettings(parts: SettingsParts): DesktopSettingsStore {
  const { preferences, loginItem, linkHandler } = parts;
  const get = (): DesktopSettings => ({
    ...preferences.desktop(),
    start_at_login: loginItem.isOn(),
    open_links: linkHandler.isOn(),
    links_file: linkHandler.file,
  });
  return {
    get,
    update(change) {
      const before = get();
      const hidden = change.start_hidden ?? before.start_hidden;
      const atLogin = change.start_at_login ?? before.start_at_login ?? false;
      const isNew = hidden !== before.start_hidden || atLogin !== (before.start_at_login ?? false);
      if (isNew) refuseWhere('start_at_login', loginItem.set(atLogin, hidden));
      const { open_links: links } = change;
      if (links !== undefined && links !== before.open_links)
        refuseWhere('open_links', linkHandler.set(links));
      const { notifications: now } = before;
      const {
        enabled = now.enabled,
        kinds,
        quiet_hours: quiet = now.quiet_hours,
      } = change.notifications ?? {};
      preferences.setDesktop({
        start_hidden: hidden,
        notifications: {
          enabled,
          kinds: {
            budgets: kinds?.budgets ?? now.kinds.budgets,
            keys: kinds?.keys ?? now.kinds.keys,
            aliases: kinds?.aliases ?? now.kinds.aliases,
            vault: kinds?.vault ?? now.kinds.vault,
            invites: kinds?.invites ?? now.kinds.invites,
          },
          quiet_hours: quiet,
        },
      });
      return get();
    },
  };
}

function refuseWhere(param: keyof DesktopUpdateRequest, problem: string | null): void {
  if (problem === null) return;
  throw new IpcRefusal({
    message: problem,
    type: 'invalid_request_error',
    param,
    code: 'conflict',
  });
}
