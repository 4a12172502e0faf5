import { toast } from 'sonner';
import type { RecordingState } from '../../shared/domain/recording';
import type { IpcResult } from '../../shared/ipc/contract';
import { useApp, useResource } from './app-context';
import { messages } from './messages';
import { settle } from './settle';

const words = messages.recordings;

export interface RecordingControl {
  /** `null`: not known yet. */
  readonly state: RecordingState | null;
  /** Something is to be kept, now or as soon as the vault is open. */
  readonly isOn: boolean;
  recordNext(on: boolean): Promise<void>;
  recordToken(token: { readonly id: string; readonly name: string }, on: boolean): Promise<void>;
  stopAll(): Promise<void>;
  clear(): Promise<boolean>;
  /** What was recorded of one request is gone. */
  deleteOne(requestId: string): Promise<boolean>;
}

/** What is being recorded, and the switches for it. Refusals are said in a toast: they say what to do. */
export function useRecordings(): RecordingControl {
  const { bridge, replica } = useApp();
  const state = useResource(replica.recordings).value;

  async function change(call: Promise<IpcResult<RecordingState>>, said: string | null): Promise<boolean> {
    const result = await settle(call);
    if (result.ok) replica.recordings.put(result.value);
    if (!result.ok) toast.error(result.error.message);
    else if (said !== null) toast(said);
    return result.ok;
  }

  return {
    state,
    isOn: state !== null && (state.next || state.tokens.length > 0),
    async recordNext(on) {
      await change(bridge.recordings.recordNext({ on }), null);
    },
    async recordToken({ id, name }, on) {
      const said = on ? words.tokenStarted(name) : words.tokenStopped(name);
      await change(bridge.recordings.recordToken({ token_id: id, on }), said);
    },
    async stopAll() {
      for (const id of state?.tokens ?? []) {
        if (!(await change(bridge.recordings.recordToken({ token_id: id, on: false }), null))) return;
      }
      await change(bridge.recordings.recordNext({ on: false }), words.stopped);
    },
    clear: () => change(bridge.recordings.clear(), words.deleted),
    deleteOne: (id) => change(bridge.recordings.delete({ id }), words.deleted),
  };
}
