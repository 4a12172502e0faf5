import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

type KeyChannel =
  | 'keys:list'
  | 'keys:create'
  | 'keys:update'
  | 'keys:delete'
  | 'keys:test'
  | 'keys:try'
  | 'keys:reset-health'
  | 'keys:reorder'
  | 'keys:import-preview'
  | 'keys:import'
  | 'keys:import-forget';

export function keyHandlers({ keys, keyImport }: RemoteServices): Pick<IpcHandlers, KeyChannel> {
  return {
    'keys:list': () => keys.list(),
    'keys:create': (request) => keys.create(request),
    'keys:update': ({ id, change }) => keys.update(id, change),
    'keys:delete': async ({ id }) => {
      await keys.delete(id);
      return null;
    },
    'keys:test': ({ id }) => keys.test(id),
    'keys:try': (request) => keys.try(request),
    'keys:reset-health': ({ id }) => keys.resetHealth(id),
    'keys:reorder': (request) => keys.reorder(request),
    'keys:import-preview': (request) => keyImport.preview(request),
    'keys:import': (request) => keyImport.import(request),
    'keys:import-forget': async (request) => {
      await keyImport.forget(request);
      return null;
    },
  };
}
