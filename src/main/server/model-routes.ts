import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { modelDescribeRequest, modelSearchRequest } from '../../shared/ipc/models';
import { providerProbeRequest } from '../../shared/ipc/providers';
import { testRunRequest } from '../../shared/ipc/test-runs';
import type { Services } from '../services/types';
import { parseRequest } from './parse-request';

const searchQuery = modelSearchRequest.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** What helps to build a chain: which models there are, what an address has, and what a request would meet. */
export function addModelRoutes(
  app: FastifyInstance,
  base: string,
  { models, providers, testRun }: Pick<Services, 'models' | 'providers' | 'testRun'>,
): void {
  app.get(`${base}/models`, ({ query }) => ({
    data: models.search(parseRequest(searchQuery, query)),
    next_cursor: null,
  }));
  app.post(`${base}/models/describe`, ({ body }) => ({
    data: models.describe(parseRequest(modelDescribeRequest, body)),
    next_cursor: null,
  }));
  app.post(`${base}/providers/probe`, ({ body }) =>
    providers.probe(parseRequest(providerProbeRequest, body)),
  );
  app.post(`${base}/test-run`, ({ body }) => testRun.run(parseRequest(testRunRequest, body)));
}
