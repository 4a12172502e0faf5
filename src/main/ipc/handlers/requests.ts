import type { RequestExportRequest } from '../../../shared/ipc/usage';
import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

export interface ExportDialog {
  /** Where the person says, piece by piece; removed again should a piece fail. False: they changed their mind. */
  readonly savePieces: (suggestedName: string, pieces: AsyncIterable<string>) => Promise<boolean>;
}

export function requestHandlers(
  { requests, routing }: RemoteServices,
  files: ExportDialog,
): Pick<IpcHandlers, 'requests:list' | 'requests:get' | 'requests:export' | 'route:explain'> {
  return {
    'requests:list': (request) => requests.list(request),
    'requests:get': ({ id }) => requests.get(id),
    'requests:export': (request) =>
      files.savePieces(`spidergate-requests.${request.format}`, readPieces(requests, request)),
    'route:explain': (request) => routing.explain(request),
  };
}

async function* readPieces(
  requests: RemoteServices['requests'],
  request: RequestExportRequest,
): AsyncGenerator<string> {
  let piece = await requests.exportPiece({ request, after: null });
  for (;;) {
    yield piece.text;
    if (piece.next === null) return;
    piece = await requests.exportPiece({ request, after: piece.next });
  }
}
