import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../gateway/gateway';
import type { Log } from '../log/types';
import type { Services } from '../services/types';
import { closeHttpApp } from './close-http-app';
import { createHttpApp } from './create-http-app';
import { addGatewayRoutes } from './gateway-routes';
import { OriginGuard } from './guard-origin';
import { ListenError } from './listen-error';

/** Source: api.md, "Errors", 413. */
const BODY_LIMIT = 32 * 1024 * 1024;
const MAX_CONNECTIONS = 1024;
/** For answers that are under way when the app quits. */
const GRACE_MS = 2_000;
/** `/api/gate/v1` is what tools written for the hosted SpiderGate call. */
const BASES = ['/v1', '/api/gate/v1'] as const;

export interface GatewayServerOptions {
  readonly gateway: Gateway;
  readonly services: Services;
  readonly newRequestId: () => string;
  readonly host: string;
  /** 0: any free one, for tests. */
  readonly port: number;
  readonly log: Log;
}

export interface GatewayServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The Gateway API over TCP. Throws ListenError when the port cannot be had; never takes another one. */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { host, newRequestId, log } = options;
  const guard = new OriginGuard(newRequestId);
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    newRequestId,
    log,
    maxConnections: MAX_CONNECTIONS,
    admit: (request, response) => guard.admit(request, response),
  });
  for (const base of BASES) addGatewayRoutes(app, base, options);
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
  };
}

function readPort(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway server has no port');
  return address.port;
}
