import type { UsageReport } from '../../../shared/domain/usage';
import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function overviewHandlers({
  usage,
  overview,
  attention,
}: RemoteServices): Pick<IpcHandlers, 'usage:read' | 'overview:get' | 'attention:list'> {
  return {
    'usage:read': async (request): Promise<UsageReport> =>
      JSON.parse(new TextDecoder().decode(await usage.read(request))),
    'overview:get': () => overview.get(),
    'attention:list': () => attention.list(),
  };
}
