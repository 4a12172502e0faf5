import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function requestHandlers({
  requests,
  routing,
}: Services): Pick<IpcHandlers, 'requests:list' | 'requests:get' | 'route:explain'> {
  return {
    'requests:list': (request) => requests.list(request),
    'requests:get': ({ id }) => requests.get(id),
    'route:explain': (request) => routing.explain(request),
  };
}
