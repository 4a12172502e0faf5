import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

type WorkspaceChannel =
  | 'workspaces:list'
  | 'workspaces:create'
  | 'workspaces:update'
  | 'workspaces:rotate'
  | 'workspaces:delete';

export function workspaceHandlers({ workspaces }: RemoteServices): Pick<IpcHandlers, WorkspaceChannel> {
  return {
    'workspaces:list': () => workspaces.list(),
    'workspaces:create': (request) => workspaces.create(request),
    'workspaces:update': ({ id, change }) => workspaces.update(id, change),
    'workspaces:rotate': ({ id }) => workspaces.rotate(id),
    'workspaces:delete': async ({ id, ...options }) => {
      await workspaces.delete(id, options);
      return null;
    },
  };
}
