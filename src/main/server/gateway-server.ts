import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway/gateway';
import type { Log } from '../log/types';
import type { InviteDoor, OriginGate, Services } from '../services/types';
import { answerCall } from './answer-call';
import { closeHttpApp } from './close-http-app';
import { createContributeBrake } from './contribute-brake';
import { addContributeRoutes, type ContributeRouteParts } from './contribute-routes';
import { createHttpApp, internalError } from './create-http-app';
import type { HttpLimits } from './create-http-server';
import { createFailureBrake } from './failure-brake';
import { addGatewayRoutes } from './gateway-routes';
import { OriginGuard } from './guard-origin';
import { ListenError } from './listen-error';
import { toSpiderGateError } from './read-errors';
import { createShortWay } from './short-way';
import { NOT_FOR_PAGES, writeJson } from './write-answer';

/** Source: api.md, "Errors", 413. */
const BODY_LIMIT = 32 * 1024 * 1024;
/** For answers that are under way when the app quits. */
const GRACE_MS = 2_000;
/** For long answers at a port that was left. */
const RETIRE_MS = 15 * 60_000;
/** `/api/gate/v1` is what tools written for the hosted SpiderGate call. */
const BASES = ['/v1', '/api/gate/v1'] as const;
const CALL_PATHS = new Map(
  BASES.flatMap((base) => [
    [`${base}/chat/completions`, 'openai-chat'] as const,
    [`${base}/embeddings`, 'openai-embeddings'] as const,
  ]),
);

export interface GatewayServerOptions {
  readonly gateway: Gateway;
  readonly services: Services;
  readonly originGate: OriginGate;
  readonly inviteDoor: InviteDoor;
  readonly contributePage: ContributeRouteParts['contributePage'];
  readonly newRequestId: () => string;
  readonly host: string;
  /** 0: any free one, for tests. */
  readonly port: number;
  readonly log: Log;
  /** Tests shorten what would take minutes. */
  readonly limits?: Partial<HttpLimits>;
}

export interface GatewayServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  /** Takes no further connection, but lets answers finish until the signal. */
  retire(hurry: AbortSignal): Promise<void>;
}

/** The Gateway API over TCP. Throws ListenError when the port cannot be had; never takes another one. */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { host, newRequestId, log } = options;
  const guard = new OriginGuard(options);
  const brake = createFailureBrake({ ...options.services, log, monotonic: () => performance.now() });
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    newRequestId,
    log,
    limits: options.limits ?? {},
    shortWay: createShortWay({
      largest: BODY_LIMIT,
      dialects: CALL_PATHS,
      newRequestId,
      answer: (request, response, dialect) =>
        void answerCall(request, response, dialect, { ...options, brake }),
      refuse: (response, error, requestId) => {
        const known = toSpiderGateError(error, BODY_LIMIT) ?? internalError();
        const { status } = known;
        const headers = { ...NOT_FOR_PAGES, ...known.headers };
        writeJson(response, { status, headers, body: known.toBody() }, requestId);
      },
    }),
    admit: (request, response) => guard.admit(request, response),
  });
  for (const base of BASES) addGatewayRoutes(app, base, { ...options, brake });
  const contributeBrake = createContributeBrake(() => performance.now());
  addContributeRoutes(app, { ...options, contributeBrake, place: 'local' });
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await app.close();
    throw ListenError.from(error, options.port);
  }
  const port = readPort(app);
  guard.setPort(port);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    close: () => closeHttpApp(app, GRACE_MS),
    retire: (hurry) => closeHttpApp(app, RETIRE_MS, hurry),
  };
}

function readPort(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway server has no port');
  return address.port;
}
