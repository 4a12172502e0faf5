import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';
import type { DesktopParts } from './desktop';

type InviteChannel =
  | 'invites:list'
  | 'invites:create'
  | 'invites:update'
  | 'invites:revoke'
  | 'invites:save-file'
  | 'invites:reply'
  | 'invites:take-link';

export function inviteHandlers(
  { invites }: RemoteServices,
  desktop: DesktopParts,
): Pick<IpcHandlers, InviteChannel> {
  return {
    'invites:list': () => invites.list(),
    'invites:create': (request) => invites.create(request),
    'invites:update': ({ id, change }) => invites.update(id, change),
    'invites:revoke': async ({ id }) => {
      await invites.revoke(id);
      return null;
    },
    'invites:save-file': async ({ id }) => {
      const { name, html } = await invites.file(id);
      return desktop.saveFile(name, html);
    },
    'invites:reply': (request) => invites.reply(request),
    'invites:take-link': () => desktop.takeReplyLink(),
  };
}
