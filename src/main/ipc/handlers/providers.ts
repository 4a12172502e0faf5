import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function providerHandlers({
  providers,
}: RemoteServices): Pick<
  IpcHandlers,
  'providers:list' | 'providers:create' | 'providers:probe' | 'providers:update' | 'providers:delete'
> {
  return {
    'providers:list': () => providers.list(),
    'providers:create': (request) => providers.create(request),
    'providers:probe': (request) => providers.probe(request),
    'providers:update': ({ id, ...change }) => providers.update(id, change),
    'providers:delete': async ({ id }) => {
      await providers.delete(id);
      return null;
    },
  };
}
