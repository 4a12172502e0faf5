import type { Gateway } from '../gateway/gateway';
import { identifyOwner } from './owner-identity';
import type { RoutingService, WorkspaceService } from './types';

/** Asks the gateway's own planner, as the owner. */
export function createRoutingService(parts: {
  readonly workspaces: WorkspaceService;
  readonly gateway: () => Gateway;
}): RoutingService {
  return {
    explain: ({ workspace_id: workspaceId, ...request }) =>
      parts.gateway().explain(request, identifyOwner(parts.workspaces, workspaceId)),
  };
}
