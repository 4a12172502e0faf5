import { SpiderGateError } from '../gateway/errors';
import type { Gateway } from '../gateway/gateway';
import type { RoutingService, WorkspaceService } from './types';

const HOME_WORKSPACE = 'personal';

/** Asks the gateway's own planner, as a workspace with every scope and no allow-list. */
export function createRoutingService(parts: {
  readonly workspaces: WorkspaceService;
  readonly gateway: () => Gateway;
}): RoutingService {
  return {
    explain({ workspace_id: workspaceId, ...request }) {
      const all = parts.workspaces.list();
      const workspace =
        workspaceId === undefined
          ? (all.find(({ name }) => name === HOME_WORKSPACE) ?? all[0])
          : all.find(({ id }) => id === workspaceId);
      if (!workspace) {
        throw new SpiderGateError('invalid_request_error', 'There is no workspace with this id.', {
          param: 'workspace_id',
        });
      }
      return parts.gateway().explain(request, {
        workspaceId: workspace.id,
        clientId: workspace.client_id,
        tokenId: null,
        tokenName: null,
        scopes: ['gate:chat'],
        allowedModels: [],
      });
    },
  };
}
