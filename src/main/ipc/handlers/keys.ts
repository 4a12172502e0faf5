import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

type KeyChannel =
  | 'keys:list'
  | 'keys:create'
  | 'keys:update'
  | 'keys:delete'
  | 'keys:test'
  | 'keys:try'
  | 'keys:reset-health';

export function keyHandlers({ keys }: Services): Pick<IpcHandlers, KeyChannel> {
  return {
    'keys:list': () => keys.list(),
    'keys:create': (request) => keys.create(request),
    'keys:update': ({ id, change }) => keys.update(id, change),
    'keys:delete': ({ id }) => {
      keys.delete(id);
      return null;
    },
    'keys:test': ({ id }) => keys.test(id),
    'keys:try': (request) => keys.try(request),
    'keys:reset-health': ({ id }) => keys.resetHealth(id),
  };
}
