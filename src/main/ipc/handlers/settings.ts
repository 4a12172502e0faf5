import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function settingsHandlers({
  settings,
}: RemoteServices): Pick<IpcHandlers, 'settings:get' | 'settings:update'> {
  return {
    'settings:get': () => settings.get(),
    'settings:update': (change) => settings.update(change),
  };
}
