import { randomUUID } from 'node:crypto';
import type { Log } from '../log/types';
import type { Services } from '../services/types';
import { closeHttpApp } from './close-http-app';
import { addControlRoutes } from './control-routes';
import { createHttpApp } from './create-http-app';
import { listenOnSocket, prepareSocketPath } from './socket-file';

const BODY_LIMIT = 4 * 1024 * 1024;
/** Event streams never end by themselves. */
const GRACE_MS = 200;

export interface ControlServerOptions {
  readonly services: Services;
  /** A Unix socket, or a named pipe on Windows (`\\.\pipe\…`). */
  readonly socketPath: string;
  readonly log: Log;
}

export interface ControlServer {
  readonly path: string;
  close(): Promise<void>;
}

/** The Control API. No token: the socket's mode is the lock. Throws SocketPathError when it cannot have the path. */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const { services, socketPath, log } = options;
  const app = createHttpApp({
    bodyLimit: BODY_LIMIT,
    newRequestId: () => `ctl_${randomUUID()}`,
    log,
    admit: () => true,
  });
  addControlRoutes(app, services);
  await app.ready();
  await prepareSocketPath(socketPath);
  await listenOnSocket(app.server, socketPath);
  return { path: socketPath, close: () => closeHttpApp(app, GRACE_MS) };
}
