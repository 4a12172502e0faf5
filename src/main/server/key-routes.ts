import type { FastifyInstance } from 'fastify';
import { keyImportPreviewRequest, keyImportRequest } from '../../shared/ipc/key-import';
import { keyCreateRequest, keyOrderRequest, keyUpdateRequest } from '../../shared/ipc/keys';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

interface ById {
  Params: { id: string };
}

/** Keys one by one, and many at once. No answer holds a secret. */
export function addKeyRoutes(app: FastifyInstance, base: string, { keys, keyImport }: Services): void {
  app.get(`${base}/keys`, () => toPage(keys.list()));
  app.post(`${base}/keys`, ({ body }, reply) => {
    reply.code(201);
    return keys.create(parseRequest(keyCreateRequest, body));
  });
  app.post(`${base}/keys/reorder`, ({ body }) => toPage(keys.reorder(parseRequest(keyOrderRequest, body))));
  app.post(`${base}/keys/import/preview`, ({ body }) =>
    keyImport.preview(parseRequest(keyImportPreviewRequest, body)),
  );
  app.post(`${base}/keys/import`, ({ body }, reply) => {
    reply.code(201);
    return toPage(keyImport.import(parseRequest(keyImportRequest, body)));
  });
  app.delete<ById>(`${base}/keys/import/:id`, ({ params }, reply) => {
    keyImport.forget({ session_id: params.id });
    return reply.code(204).send();
  });
  app.patch<ById>(`${base}/keys/:id`, ({ params, body }) =>
    keys.update(params.id, parseRequest(keyUpdateRequest, body)),
  );
  app.delete<ById>(`${base}/keys/:id`, ({ params }, reply) => {
    keys.delete(params.id);
    return reply.code(204).send();
  });
  app.post<ById>(`${base}/keys/:id/test`, ({ params }) => keys.test(params.id));
  app.post<ById>(`${base}/keys/:id/reset-health`, ({ params }) => keys.resetHealth(params.id));
}

function toPage<T>(data: readonly T[]) {
  return { data, next_cursor: null };
}
