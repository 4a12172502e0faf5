import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function workspaceHandlers({
  workspaces,
}: Services): Pick<IpcHandlers, 'workspaces:list' | 'workspaces:create'> {
  return {
    'workspaces:list': () => workspaces.list(),
    'workspaces:create': (request) => workspaces.create(request),
  };
}
