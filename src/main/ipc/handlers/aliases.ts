import type { Services } from '../../services/types';
import type { IpcHandlers } from '../handler-types';

export function aliasHandlers({
  aliases,
}: Services): Pick<IpcHandlers, 'aliases:list' | 'aliases:put' | 'aliases:delete'> {
  return {
    'aliases:list': () => aliases.list(),
    'aliases:put': ({ id, alias }) => aliases.put(id, alias),
    'aliases:delete': ({ id }) => {
      aliases.delete(id);
      return null;
    },
  };
}
