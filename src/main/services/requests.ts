import type { RequestSummary } from '../../shared/domain/request';
import type { RequestExportRequest } from '../../shared/ipc/usage';
import type { LogQuery, Storage } from '../storage/types';
import type { ExportPiece, ExportPlace } from '../storage/usage/types';
import type { Recordings } from './recordings';
import { notFound } from './refusals';
import type { RequestService } from './types';

interface RequestParts {
  readonly storage: Storage;
  readonly recordings: Pick<Recordings, 'shelf' | 'search'>;
}

/** Reads the request log. */
export function createRequestService({ storage, recordings }: RequestParts): RequestService {
  const { shelf } = recordings;
  const mark = <Row extends RequestSummary>(row: Row): Row =>
    shelf.has(row.id) ? { ...row, recorded: true } : row;

  /** The log knows nothing of recordings; which requests they are of, it is told. */
  async function toQuery<Request extends Omit<RequestExportRequest, 'format'>>(
    request: Request,
  ): Promise<LogQuery<Request>> {
    const alsoFitting = request.q === undefined ? [] : await recordings.search.find(request.q);
    return {
      ...request,
      ...(alsoFitting.length > 0 ? { alsoFitting } : {}),
      ...(request.recorded === 'yes' ? { among: shelf.ids() } : {}),
      ...(request.recorded === 'no' ? { except: shelf.ids() } : {}),
    };
  }

  const readPiece = async (request: RequestExportRequest, after: ExportPlace | null) =>
    storage.log.exportPiece({ request: await toQuery(request), after });

  return {
    async list(request) {
      const page = await storage.log.list(await toQuery(request));
      return { ...page, data: page.data.map(mark) };
    },
    async get(id) {
      const detail = await storage.log.get(id);
      if (!detail) throw notFound('request', id);
      return mark(detail);
    },
    exportPiece: ({ request, after }) => readPiece(request, after),
    async export(request) {
      return followPieces(await readPiece(request, null), (after) => readPiece(request, after));
    },
  };
}

async function* followPieces(
  first: ExportPiece,
  read: (after: ExportPlace) => Promise<ExportPiece>,
): AsyncGenerator<string> {
  let piece = first;
  for (;;) {
    if (piece.text !== '') yield piece.text;
    if (piece.next === null) return;
    piece = await read(piece.next);
  }
}
