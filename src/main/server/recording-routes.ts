import type { FastifyInstance } from 'fastify';
import { recordNextRequest, recordTokenRequest } from '../../shared/ipc/recordings';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

interface ById {
  readonly Params: { readonly id: string };
}

export function addRecordingRoutes(app: FastifyInstance, base: string, { recordings }: Services): void {
  app.get(`${base}/recordings`, () => recordings.state());
  app.delete(`${base}/recordings`, () => recordings.clear());
  app.put(`${base}/recordings/next`, ({ body }) =>
    recordings.recordNext(parseRequest(recordNextRequest, body)),
  );
  app.put(`${base}/recordings/token`, ({ body }) =>
    recordings.recordToken(parseRequest(recordTokenRequest, body)),
  );
  app.get<ById>(`${base}/requests/:id/recording`, ({ params }) => recordings.get(params.id));
  app.delete<ById>(`${base}/requests/:id/recording`, ({ params }) => recordings.delete(params.id));
}
