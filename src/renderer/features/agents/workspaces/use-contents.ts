import type { Workspace } from '../../../../shared/domain/workspace';
import { useApp, useResource } from '../../../lib/app-context';
import { messages } from '../../../lib/messages';

interface Contents {
  readonly text: string;
  readonly isEmpty: boolean;
}

export function useOwned({ id, name }: Workspace): Contents {
  const { replica } = useApp();
  const tokens = (useResource(replica.agentTokens).value ?? []).filter((one) => one.workspace_id === id);
  const keys = (useResource(replica.keys).value ?? []).filter((one) => one.workspace_id === id);
  const aliases = (useResource(replica.aliases).value ?? []).filter((one) =>
    one.id.startsWith(`client:${name}/`),
  );
  return {
    text: messages.agents.workspaces.contents(tokens.length, keys.length, aliases.length),
    isEmpty: tokens.length + keys.length + aliases.length === 0,
  };
}

/** What a workspace owns, in a few words. */
export function useContents(workspace: Workspace): string {
  const { text, isEmpty } = useOwned(workspace);
  return isEmpty ? messages.agents.workspaces.nothing : text;
}
