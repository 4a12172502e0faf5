import type { Workspace } from '../../shared/domain/workspace';
import type { IpcRequest } from '../../shared/ipc/contract';

interface Subject {
  readonly model: string;
  /** True asks as for vectors: their aliases never leave their model. */
  readonly isEmbedding: boolean;
  /** As whom; left out: as the first workspace. */
  readonly workspaceId?: string | undefined;
}

const EMBEDDING_ALIAS = /^[^/]+\/embed/;
const CLIENT_ALIAS = /^client:([^/]+)\//;

/** The question about an alias: the ones of a workspace can be asked by that workspace only. */
export function asksAlias(aliasId: string, workspaces: readonly Workspace[]): Subject {
  const owner = CLIENT_ALIAS.exec(aliasId)?.[1];
  return {
    model: aliasId,
    isEmbedding: EMBEDDING_ALIAS.test(aliasId),
    workspaceId: workspaces.find((workspace) => workspace.name === owner || workspace.id === owner)?.id,
  };
}

export function toExplainRequest({ model, isEmbedding, workspaceId }: Subject): IpcRequest<'route:explain'> {
  return {
    model,
    ...(isEmbedding ? { input: '-' } : {}),
    ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
  };
}
