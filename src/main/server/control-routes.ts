import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { agentTokenCreateRequest, agentTokenUpdateRequest } from '../../shared/ipc/agent-tokens';
import { aliasId, aliasPutRequest } from '../../shared/ipc/aliases';
import { pauseRequest, portRequest } from '../../shared/ipc/gateway';
import { inviteCreateRequest, inviteReplyRequest, inviteUpdateRequest } from '../../shared/ipc/invites';
import { originPutRequest } from '../../shared/ipc/origins';
import { providerCreateRequest, providerUpdateRequest } from '../../shared/ipc/providers';
import { requestListRequest } from '../../shared/ipc/requests';
import { routeExplainRequest } from '../../shared/ipc/routing';
import { settingsUpdateRequest } from '../../shared/ipc/settings';
import { usageRequest } from '../../shared/ipc/usage';
import {
  vaultPassphraseRequest,
  vaultProtectionRequest,
  vaultRekeyRequest,
  vaultUnlockRequest,
} from '../../shared/ipc/vault';
import { workspaceCreateRequest, workspaceUpdateRequest } from '../../shared/ipc/workspaces';
import { SpiderGateError } from '../gateway/errors';
import type { Services } from '../services/types';
import { addBackupRoutes } from './backup-routes';
import { addConnectRoutes } from './connect-routes';
import { writeEvents } from './event-stream';
import { addKeyRoutes } from './key-routes';
import { addModelRoutes } from './model-routes';
import { parseRequest } from './parse-request';
import { addRecordingRoutes } from './recording-routes';
import { sendExport } from './send-export';

const BASE = '/v1';

const workspaceDeleteQuery = z.strictObject({
  with_contents: z
    .enum(['true', 'false', '1', '0'], 'must be true or false')
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
});

interface ById {
  Params: { id: string };
}

/** Each resource as in api.md. What is done is the services' affair; here is only HTTP. */
export function addControlRoutes(app: FastifyInstance, services: Services): void {
  addStatusRoutes(app, services);
  addWorkspaceRoutes(app, services);
  addProviderRoutes(app, services);
  addKeyRoutes(app, BASE, services);
  addModelRoutes(app, BASE, services);
  addConnectRoutes(app, BASE, services);
  addInviteRoutes(app, services);
  addAliasRoutes(app, services);
  addAgentTokenRoutes(app, services);
  addRequestRoutes(app, services);
  addOverviewRoutes(app, services);
  addSettingsRoutes(app, services);
  addOriginRoutes(app, services);
  addBackupRoutes(app, BASE, services);
  addRecordingRoutes(app, BASE, services);
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
  app.post(`${BASE}/pause`, ({ body }) => status.pause(parseRequest(pauseRequest, body ?? {})));
  app.post(`${BASE}/resume`, () => status.resume());
  app.put(`${BASE}/port`, ({ body }) => status.setPort(parseRequest(portRequest, body)));
  app.post(`${BASE}/vault/unlock`, ({ body }) => vault.unlock(parseRequest(vaultUnlockRequest, body ?? {})));
  app.post(`${BASE}/vault/lock`, () => vault.lock());
  app.post(`${BASE}/vault/passphrase`, ({ body }) =>
    vault.changePassphrase(parseRequest(vaultPassphraseRequest, body)),
  );
  app.post(`${BASE}/vault/protection`, ({ body }) =>
    vault.setProtection(parseRequest(vaultProtectionRequest, body)),
  );
  app.post(`${BASE}/vault/rekey`, ({ body }) => vault.rekey(parseRequest(vaultRekeyRequest, body ?? {})));
}

function addWorkspaceRoutes(app: FastifyInstance, { workspaces }: Services): void {
  app.get(`${BASE}/workspaces`, () => toPage(workspaces.list()));
  app.post(`${BASE}/workspaces`, (request, reply) =>
    created(reply, workspaces.create(parseRequest(workspaceCreateRequest, request.body))),
  );
  app.patch<ById>(`${BASE}/workspaces/:id`, ({ params, body }) =>
    workspaces.update(params.id, parseRequest(workspaceUpdateRequest, body)),
  );
  app.post<ById>(`${BASE}/workspaces/:id/rotate`, ({ params }) => workspaces.rotate(params.id));
  app.delete<ById>(`${BASE}/workspaces/:id`, ({ params, query }, reply) => {
    workspaces.delete(params.id, parseRequest(workspaceDeleteQuery, query));
    return deleted(reply);
  });
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

function addInviteRoutes(app: FastifyInstance, { invites }: Services): void {
  app.get(`${BASE}/invites`, () => toPage(invites.list()));
  app.post(`${BASE}/invites`, async ({ body }, reply) =>
    created(reply, await invites.create(parseRequest(inviteCreateRequest, body))),
  );
  app.post(`${BASE}/invites/reply`, ({ body }) => invites.reply(parseRequest(inviteReplyRequest, body)));
  app.patch<ById>(`${BASE}/invites/:id`, ({ params, body }) =>
    invites.update(params.id, parseRequest(inviteUpdateRequest, body)),
  );
  app.delete<ById>(`${BASE}/invites/:id`, async ({ params }, reply) => {
    await invites.revoke(params.id);
    return deleted(reply);
  });
  app.get<ById>(`${BASE}/invites/:id/file`, ({ params }, reply) => {
    const { name, html } = invites.file(params.id);
    return reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type('text/html; charset=utf-8')
      .send(html);
  });
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
  app.post<ById>(`${BASE}/agent-tokens/:id/rotate`, ({ params }) => agentTokens.rotate(params.id));
  app.delete<ById>(`${BASE}/agent-tokens/:id`, ({ params }, reply) => {
    agentTokens.delete(params.id);
    return deleted(reply);
  });
}

function addRequestRoutes(app: FastifyInstance, { requests, usage }: Services): void {
  app.get(`${BASE}/requests`, (request) => requests.list(parseRequest(requestListRequest, request.query)));
  app.get(`${BASE}/requests/export`, (request, reply) => sendExport(request, reply, requests));
  app.get<ById>(`${BASE}/requests/:id`, ({ params }) => requests.get(params.id));
  app.get(`${BASE}/usage`, async (request, reply) => {
    const report = await usage.read(parseRequest(usageRequest, request.query));
    return reply
      .type('application/json; charset=utf-8')
      .send(Buffer.from(report.buffer, report.byteOffset, report.byteLength));
  });
}

/** What the window's first page and the tray show. */
function addOverviewRoutes(app: FastifyInstance, { overview, attention }: Services): void {
  app.get(`${BASE}/overview`, () => overview.get());
  app.get(`${BASE}/attention`, () => toPage(attention.list()));
}

function addSettingsRoutes(app: FastifyInstance, { settings, catalog, diagnostics }: Services): void {
  app.post(`${BASE}/catalog/refresh`, () => catalog.refresh());
  app.get(`${BASE}/diagnostics`, () => diagnostics.collect());
  app.get(`${BASE}/settings`, () => settings.get());
  app.patch(`${BASE}/settings`, ({ body }) => settings.update(parseRequest(settingsUpdateRequest, body)));
}

/** Both answer with the list: what is taken off it has nothing else to show. */
function addOriginRoutes(app: FastifyInstance, { origins }: Services): void {
  app.get(`${BASE}/origins`, () => toPage(origins.list()));
  app.put(`${BASE}/origins`, ({ body }) => toPage(origins.put(parseRequest(originPutRequest, body))));
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
