import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function statusHandlers({
  status,
}: RemoteServices): Pick<
  IpcHandlers,
  'status:get' | 'gateway:pause' | 'gateway:resume' | 'gateway:set-port'
> {
  return {
    'status:get': () => status.get(),
    'gateway:pause': (request) => status.pause(request),
    'gateway:resume': () => status.resume(),
    'gateway:set-port': (request) => status.setPort(request),
  };
}
