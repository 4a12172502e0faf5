import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function workspaceHandlers({
  workspaces,
}: RemoteServices): Pick<IpcHandlers, 'workspaces:list' | 'workspaces:create'> {
  return {
    'workspaces:list': () => workspaces.list(),
    'workspaces:create': (request) => workspaces.create(request),
  };
}
