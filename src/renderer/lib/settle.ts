import type { IpcResult } from '../../shared/ipc/contract';
import { messages } from './messages';

/** Turns a call that was never answered into the same kind of value as an expected error. */
export async function settle<T>(call: Promise<IpcResult<T>>): Promise<IpcResult<T>> {
  try {
    return await call;
  } catch {
    const message = messages.errors.noAnswer;
    return { ok: false, error: { message, type: 'server_error', param: null, code: 'no_answer' } };
  }
}
