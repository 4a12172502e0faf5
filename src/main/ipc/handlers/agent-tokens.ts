import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function agentTokenHandlers({
  agentTokens,
}: RemoteServices): Pick<
  IpcHandlers,
  | 'agent-tokens:list'
  | 'agent-tokens:create'
  | 'agent-tokens:update'
  | 'agent-tokens:rotate'
  | 'agent-tokens:delete'
> {
  return {
    'agent-tokens:list': () => agentTokens.list(),
    'agent-tokens:create': (request) => agentTokens.create(request),
    'agent-tokens:update': ({ id, change }) => agentTokens.update(id, change),
    'agent-tokens:rotate': ({ id }) => agentTokens.rotate(id),
    'agent-tokens:delete': async ({ id }) => {
      await agentTokens.delete(id);
      return null;
    },
  };
}
