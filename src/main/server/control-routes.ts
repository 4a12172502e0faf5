import type { FastifyInstance, FastifyReply } from 'fastify';
import { agentTokenCreateRequest, agentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import { aliasId, aliasPutRequest } from '../../shared/ipc/aliases';
import { keyCreateRequest, keyUpdateRequest } from '../../shared/ipc/keys';
import { providerCreateRequest, providerUpdateRequest } from '../../shared/ipc/providers';
import { requestListRequest } from '../../shared/ipc/requests';
import { routeExplainRequest } from '../../shared/ipc/routing';
import { settingsUpdateRequest } from '../../shared/ipc/settings';
import { vaultUnlockRequest } from '../../shared/ipc/vault';
import { workspaceCreateRequest } from '../../shared/ipc/workspaces';
import { SpiderGateError } from '../gateway/errors';
import type { Services } from '../services/types';
import { writeEvents } from './event-stream';
import { parseRequest } from './parse-request';

const BASE = '/v1';

interface ById {
  Params: { id: string };
}

/** Each resource as in api.md. What is done is the services' affair; here is only HTTP. */
export function addControlRoutes(app: FastifyInstance, services: Services): void {
  addStatusRoutes(app, services);
  addWorkspaceRoutes(app, services);
  addProviderRoutes(app, services);
  addKeyRoutes(app, services);
  addAliasRoutes(app, services);
  addAgentTokenRoutes(app, services);
  addRequestRoutes(app, services);
  addSettingsRoutes(app, services);
  app.post(`${BASE}/route/explain`, ({ body }) =>
    services.routing.explain(parseRequest(routeExplainRequest, body)),
  );
  app.get(`${BASE}/events`, (request, reply) => {
    reply.hijack();
    writeEvents(reply.raw, services.events, request.id);
  });
}

function addStatusRoutes(app: FastifyInstance, { status, vault }: Services): void {
  app.get(`${BASE}/status`, () => status.get());
  app.post(`${BASE}/pause`, () => status.pause());
  app.post(`${BASE}/resume`, () => status.resume());
  app.post(`${BASE}/vault/unlock`, (request) => vault.unlock(parseRequest(vaultUnlockRequest, request.body)));
}

function addWorkspaceRoutes(app: FastifyInstance, { workspaces }: Services): void {
  app.get(`${BASE}/workspaces`, () => toPage(workspaces.list()));
  app.post(`${BASE}/workspaces`, (request, reply) =>
    created(reply, workspaces.create(parseRequest(workspaceCreateRequest, request.body))),
  );
}

function addProviderRoutes(app: FastifyInstance, { providers }: Services): void {
  app.get(`${BASE}/providers`, () => toPage(providers.list()));
  app.post(`${BASE}/providers`, (request, reply) =>
    created(reply, providers.create(parseRequest(providerCreateRequest, request.body))),
  );
  app.patch<ById>(`${BASE}/providers/:id`, ({ params, body }) =>
    providers.update(params.id, parseRequest(providerUpdateRequest, body)),
  );
  app.delete<ById>(`${BASE}/providers/:id`, ({ params }, reply) => {
    providers.delete(params.id);
    return deleted(reply);
  });
}

function addKeyRoutes(app: FastifyInstance, { keys }: Services): void {
  app.get(`${BASE}/keys`, () => toPage(keys.list()));
  app.post(`${BASE}/keys`, (request, reply) =>
    created(reply, keys.create(parseRequest(keyCreateRequest, request.body))),
  );
  app.patch<ById>(`${BASE}/keys/:id`, ({ params, body }) =>
    keys.update(params.id, parseRequest(keyUpdateRequest, body)),
  );
  app.delete<ById>(`${BASE}/keys/:id`, ({ params }, reply) => {
    keys.delete(params.id);
    return deleted(reply);
  });
  app.post<ById>(`${BASE}/keys/:id/test`, ({ params }) => keys.test(params.id));
  app.post<ById>(`${BASE}/keys/:id/reset-health`, ({ params }) => keys.resetHealth(params.id));
}

/** Ids have a slash; it may come percent-encoded or as it is. */
function addAliasRoutes(app: FastifyInstance, { aliases }: Services): void {
  app.get(`${BASE}/aliases`, () => toPage(aliases.list()));
  app.put<{ Params: { '*': string } }>(`${BASE}/aliases/*`, ({ params, body }) =>
    aliases.put(readAliasId(params['*']), parseRequest(aliasPutRequest, body)),
  );
  app.delete<{ Params: { '*': string } }>(`${BASE}/aliases/*`, ({ params }, reply) => {
    aliases.delete(params['*']);
    return deleted(reply);
  });
}

function readAliasId(text: string): string {
  const id = aliasId.safeParse(text);
  if (id.success) return id.data;
  const reason = id.error.issues[0]?.message ?? 'is not an alias id';
  throw new SpiderGateError('invalid_request_error', `id ${reason}.`, { param: 'id' });
}

function addAgentTokenRoutes(app: FastifyInstance, { agentTokens }: Services): void {
  app.get(`${BASE}/agent-tokens`, () => toPage(agentTokens.list()));
  app.post(`${BASE}/agent-tokens`, (request, reply) =>
    created(reply, agentTokens.create(parseRequest(agentTokenCreateRequest, request.body))),
  );
  app.patch<ById>(`${BASE}/agent-tokens/:id`, ({ params, body }) =>
    agentTokens.update(params.id, parseRequest(agentTokenUpdateRequest, body)),
  );
  app.delete<ById>(`${BASE}/agent-tokens/:id`, ({ params }, reply) => {
    agentTokens.delete(params.id);
    return deleted(reply);
  });
}

function addRequestRoutes(app: FastifyInstance, { requests }: Services): void {
  app.get(`${BASE}/requests`, (request) => requests.list(parseRequest(requestListRequest, request.query)));
  app.get<ById>(`${BASE}/requests/:id`, ({ params }) => requests.get(params.id));
}

function addSettingsRoutes(app: FastifyInstance, { settings }: Services): void {
  app.get(`${BASE}/settings`, () => settings.get());
  app.patch(`${BASE}/settings`, ({ body }) => settings.update(parseRequest(settingsUpdateRequest, body)));
}

function toPage<T>(data: readonly T[]) {
  return { data, next_cursor: null };
}

function created<T>(reply: FastifyReply, value: T): T {
  reply.code(201);
  return value;
}

function deleted(reply: FastifyReply): FastifyReply {
  return reply.code(204).send();
}
