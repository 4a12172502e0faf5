import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

type ConnectChannel = 'keys:connect' | 'keys:connect-get' | 'keys:connect-cancel' | 'keys:connect-open';

export function connectHandlers({ connect }: RemoteServices): Pick<IpcHandlers, ConnectChannel> {
  return {
    'keys:connect': (request) => connect.start(request),
    'keys:connect-get': ({ flow_id }) => connect.get(flow_id),
    'keys:connect-cancel': async ({ flow_id }) => {
      await connect.cancel(flow_id);
      return null;
    },
    'keys:connect-open': async ({ flow_id }) => {
      await connect.openAgain(flow_id);
      return null;
    },
  };
}
