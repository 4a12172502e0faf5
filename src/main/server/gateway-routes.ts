import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SpiderGateError } from '../gateway/errors';
import type { Gateway, GatewayCall, ModelListQuery } from '../gateway/gateway';
import type { Log } from '../log/types';
import type { Services } from '../services/types';
import { answerCall } from './answer-call';
import { answerUsage } from './answer-usage';
import type { FailureBrake } from './failure-brake';
import { parseRequest } from './parse-request';
import { readCredential } from './read-credential';

interface GatewayRouteParts {
  readonly gateway: Gateway;
  readonly services: Services;
  readonly brake: FailureBrake;
  readonly log: Log;
}

const flag = z
  .enum(['true', 'false', '1', '0'], 'must be true or false')
  .transform((value) => value === 'true' || value === '1');
const count = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(0, 'must not be negative');

const modelQuery = z.strictObject({
  provider: z.string().optional(),
  free_only: flag.optional(),
  configured_only: flag.optional(),
  search: z.string().optional(),
  capability: z.string().optional(),
  limit: count.optional(),
  offset: count.optional(),
});

export function addGatewayRoutes(app: FastifyInstance, base: string, parts: GatewayRouteParts): void {
  const { gateway, services } = parts;
  const answer = (dialect: GatewayCall['dialect']) => (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    void answerCall(request, reply.raw, dialect, parts);
  };
  const held = { preHandler: holdGuesses(parts) };
  app.post(`${base}/chat/completions`, answer('openai-chat'));
  app.post(`${base}/embeddings`, answer('openai-embeddings'));
  app.get(`${base}/models`, held, (request) => {
    const { data, total } = gateway.models(
      toModelListQuery(parseRequest(modelQuery, request.query)),
      readCredential(request.headers),
    );
    return { object: 'list', data, total };
  });
  // Ids have slashes in them.
  app.get<{ Params: { '*': string } }>(`${base}/models/*`, held, (request) => {
    const model = gateway.model(request.params['*'], readCredential(request.headers));
    if (model instanceof SpiderGateError) throw model;
    return model;
  });
  app.get(`${base}/aliases`, () => ({ object: 'list', data: services.aliases.list().map(toPublicAlias) }));
  app.get(`${base}/providers`, () => ({
    object: 'list',
    data: services.providers.list().map(toPublicProvider),
  }));
  app.get(`${base}/usage`, (request, reply) => answerUsage(request, reply, parts));
  app.get(`${base}/health`, () => ({ status: 'ok' }));
}

/** Lists need no token, but what they show of a right one would tell it from a wrong one, as quickly as one can ask. */
function holdGuesses({ gateway, brake }: GatewayRouteParts) {
  return async ({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const credential = readCredential(headers);
    if (credential === null || !gateway.isWrongToken(credential)) return;
    const instead = await brake.hold(reply.raw);
    if (instead) throw instead;
  };
}

function toModelListQuery(query: z.output<typeof modelQuery>): ModelListQuery {
  const { free_only: freeOnly, configured_only: configuredOnly, ...same } = query;
  return { ...same, freeOnly, configuredOnly };
}

function toPublicAlias(alias: ReturnType<Services['aliases']['list']>[number]) {
  const { id, description, slots, custom } = alias;
  return { id, description, models: slots.map(({ provider, model }) => `${provider}/${model}`), custom };
}

/** Needs no token, so it tells nothing about keys. */
function toPublicProvider(provider: ReturnType<Services['providers']['list']>[number]) {
  const { id, name, enabled, configured, health } = provider;
  return { id, name, enabled, configured, health };
}
