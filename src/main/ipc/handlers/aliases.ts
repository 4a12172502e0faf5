import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export function aliasHandlers({
  aliases,
}: RemoteServices): Pick<IpcHandlers, 'aliases:list' | 'aliases:put' | 'aliases:delete'> {
  return {
    'aliases:list': () => aliases.list(),
    'aliases:put': ({ id, alias }) => aliases.put(id, alias),
    'aliases:delete': async ({ id }) => {
      await aliases.delete(id);
      return null;
    },
  };
}
