import { SpiderGateError } from '../gateway/errors';
import { NO_LIMITS, NO_TOKEN_LIMITS } from '../gateway/no-limits';
import type { Identity } from '../gateway/types';
import type { WorkspaceService } from './types';
import { PERSONAL_WORKSPACE } from './workspace-book';

/** The person in front of the window, as a workspace: everything is allowed, nothing is limited. Throws where there is none of this id. */
export function identifyOwner(workspaces: WorkspaceService, workspaceId: string | undefined): Identity {
  const all = workspaces.list();
  const workspace =
    workspaceId === undefined
      ? (all.find(({ id }) => id === PERSONAL_WORKSPACE) ?? all[0])
      : all.find(({ id }) => id === workspaceId);
  if (!workspace) {
    throw new SpiderGateError('invalid_request_error', 'There is no workspace with this id.', {
      param: 'workspace_id',
    });
  }
  return {
    workspaceId: workspace.id,
    clientId: workspace.client_id,
    tokenId: null,
    tokenName: null,
    scopes: ['gate:chat'],
    allowedModels: [],
    policy: NO_TOKEN_LIMITS,
    workspacePolicy: NO_LIMITS,
  };
}
