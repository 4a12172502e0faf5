import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function providerHandlers({
  providers,
}: Services): Pick<
  IpcHandlers,
  'providers:list' | 'providers:create' | 'providers:update' | 'providers:delete'
> {
  return {
    'providers:list': () => providers.list(),
    'providers:create': (request) => providers.create(request),
    'providers:update': ({ id, enabled }) => providers.update(id, { enabled }),
    'providers:delete': ({ id }) => {
      providers.delete(id);
      return null;
    },
  };
}
