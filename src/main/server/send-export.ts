import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestExportRequest } from '../../shared/ipc/usage';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const;

/** `GET /requests/export`: as fast as the reader takes it. When it breaks off, the connection does too. */
export async function sendExport(
  { query }: FastifyRequest,
  reply: FastifyReply,
  requests: Services['requests'],
): Promise<FastifyReply> {
  const request = parseRequest(requestExportRequest, query);
  const pieces = await requests.export(request);
  return reply
    .type(TYPES[request.format])
    .header('content-disposition', `attachment; filename="spidergate-requests.${request.format}"`)
    .send(Readable.from(pieces));
}
