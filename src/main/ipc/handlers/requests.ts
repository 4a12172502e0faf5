import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function requestHandlers({ requests }: Services): Pick<IpcHandlers, 'requests:list' | 'requests:get'> {
  return {
    'requests:list': (request) => requests.list(request),
    'requests:get': ({ id }) => requests.get(id),
  };
}
