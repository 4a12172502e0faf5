import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function statusHandlers({
  status,
  vault,
}: Services): Pick<IpcHandlers, 'status:get' | 'gateway:pause' | 'gateway:resume' | 'vault:unlock'> {
  return {
    'status:get': () => status.get(),
    'gateway:pause': () => status.pause(),
    'gateway:resume': () => status.resume(),
    'vault:unlock': (request) => vault.unlock(request),
  };
}
