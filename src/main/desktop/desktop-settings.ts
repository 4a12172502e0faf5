import type { DesktopSettings } from '../../shared/domain/desktop';
import type { DesktopUpdateRequest } from '../../shared/ipc/desktop';
import { IpcRefusal } from '../ipc/handler-types';
import type { LoginItem } from './login-item';
import type { Preferences } from './preferences';

interface SettingsParts {
  readonly preferences: Pick<Preferences, 'desktop' | 'setDesktop'>;
  readonly loginItem: LoginItem;
}

export interface DesktopSettingsStore {
  get(): DesktopSettings;
  update(change: DesktopUpdateRequest): DesktopSettings;
}

/** How the program sits on this desktop. Whether it starts at login only the system knows: a person can change that there. */
export function createDesktopSettings({ preferences, loginItem }: SettingsParts): DesktopSettingsStore {
  const get = (): DesktopSettings => ({ ...preferences.desktop(), start_at_login: loginItem.isOn() });
  return {
    get,
    update(change) {
      const before = get();
      const hidden = change.start_hidden ?? before.start_hidden;
      const atLogin = change.start_at_login ?? before.start_at_login ?? false;
      const isNew = hidden !== before.start_hidden || atLogin !== (before.start_at_login ?? false);
      if (isNew) setLoginItem(loginItem, atLogin, hidden);
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

function setLoginItem(loginItem: LoginItem, on: boolean, hidden: boolean): void {
  const problem = loginItem.set(on, hidden);
  if (problem === null) return;
  throw new IpcRefusal({
    message: problem,
    type: 'invalid_request_error',
    param: 'start_at_login',
    code: 'conflict',
  });
}
