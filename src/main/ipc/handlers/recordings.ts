import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

type RecordingChannel = Extract<keyof IpcHandlers, `recordings:${string}`>;

export function recordingHandlers({ recordings }: RemoteServices): Pick<IpcHandlers, RecordingChannel> {
  return {
    'recordings:state': () => recordings.state(),
    'recordings:record-next': (request) => recordings.recordNext(request),
    'recordings:record-token': (request) => recordings.recordToken(request),
    'recordings:get': ({ id }) => recordings.get(id),
    'recordings:delete': ({ id }) => recordings.delete(id),
    'recordings:clear': () => recordings.clear(),
  };
}
