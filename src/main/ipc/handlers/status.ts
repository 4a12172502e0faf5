import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function statusHandlers({
  status,
  vault,
}: RemoteServices): Pick<IpcHandlers, 'status:get' | 'gateway:pause' | 'gateway:resume' | 'vault:unlock'> {
  return {
    'status:get': () => status.get(),
    'gateway:pause': () => status.pause(),
    'gateway:resume': () => status.resume(),
    'vault:unlock': (request) => vault.unlock(request),
  };
}
