import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function requestHandlers({
  requests,
  routing,
}: RemoteServices): Pick<IpcHandlers, 'requests:list' | 'requests:get' | 'route:explain'> {
  return {
    'requests:list': (request) => requests.list(request),
    'requests:get': ({ id }) => requests.get(id),
    'route:explain': (request) => routing.explain(request),
  };
}
