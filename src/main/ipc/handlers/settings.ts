import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function settingsHandlers({
  settings,
}: Services): Pick<IpcHandlers, 'settings:get' | 'settings:update'> {
  return {
    'settings:get': () => settings.get(),
    'settings:update': (change) => settings.update(change),
  };
}
