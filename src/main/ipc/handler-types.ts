import type { ApiError } from '../../shared/domain/event';
import type { IpcChannel, IpcParsed, IpcResponses } from '../../shared/ipc/contract';

/** What answers a channel. Receives parsed requests only; throws what the person in front of the window is told. */
export type IpcHandler<C extends IpcChannel> = (
  request: IpcParsed<C>,
) => IpcResponses[C] | Promise<IpcResponses[C]>;

export type IpcHandlers = { readonly [C in IpcChannel]: IpcHandler<C> };

/** The refusals this folder itself has to utter; everything else comes from the services. */
export class IpcRefusal extends Error {
  override readonly name = 'IpcRefusal';
  constructor(readonly error: ApiError) {
    super(error.message);
  }
}
