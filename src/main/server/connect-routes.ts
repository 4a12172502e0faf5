import type { FastifyInstance } from 'fastify';
import { connectRequest } from '../../shared/ipc/connect';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

interface ById {
  Params: { id: string };
}

/** Keys by signing in at their provider. */
export function addConnectRoutes(app: FastifyInstance, base: string, { connect }: Services): void {
  app.post(`${base}/keys/connect`, async ({ body }, reply) => {
    const flow = await connect.start(parseRequest(connectRequest, body));
    reply.code(201);
    return flow;
  });
  app.get<ById>(`${base}/keys/connect/:id`, ({ params }) => connect.get(params.id));
  app.delete<ById>(`${base}/keys/connect/:id`, ({ params }, reply) => {
    connect.cancel(params.id);
    return reply.code(204).send();
  });
}
