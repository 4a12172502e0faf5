import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function originHandlers({
  origins,
}: RemoteServices): Pick<IpcHandlers, 'origins:list' | 'origins:put'> {
  return {
    'origins:list': () => origins.list(),
    'origins:put': (request) => origins.put(request),
  };
}
