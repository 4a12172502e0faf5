import { ipcMain } from 'electron';
import { type IpcChannel, ipcRequests } from '../../shared/ipc/contract';
import { type AnswerParts, answerRequest } from './answer-request';
import { isTrustedSender, type SenderFrame } from './check-sender';

export interface IpcParts extends AnswerParts {
  /** The main frame of our window; `null` while there is no window. */
  readonly mainFrame: () => SenderFrame | null;
  /** The origin of our page, e.g. `app://spidergate`. */
  readonly origin: string;
}

/** The one place where requests of the window come in. The returned function closes it again. */
export function registerHandlers(parts: IpcParts): () => void {
  const channels = Object.keys(ipcRequests) as IpcChannel[];
  for (const channel of channels) {
    ipcMain.handle(channel, (event, request: unknown) => {
      if (!isTrustedSender(event.senderFrame, parts.mainFrame(), parts.origin)) {
        parts.log.warn({ channel }, 'IPC request of a stranger refused');
        throw new Error('refused');
      }
      return answerRequest(channel, request, parts);
    });
  }
  // electron-store opens a channel of its own for renderers, without a sender check; ours never use it.
  ipcMain.removeAllListeners('electron-store-get-data');
  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel);
  };
}
