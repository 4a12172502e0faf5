import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Closers } from './closers';
import type { Gateway } from './gateway/gateway';
import type { Log } from './log/types';
import { startControlServer } from './server/control-server';
import { type GatewayServer, startGatewayServer } from './server/gateway-server';
import { ListenError } from './server/listen-error';
import type { Services } from './services/types';

const LOOPBACK = '127.0.0.1';

/** Where the Gateway API listens, or would. */
export interface GatewayAddress {
  readonly port: number;
  readonly url: string;
  /** Why it does not listen, for people; `null` when it does. */
  error: string | null;
}

export interface ServerParts {
  readonly gateway: Gateway;
  readonly services: Services;
  readonly newRequestId: () => string;
  readonly dataDir: string;
  readonly address: GatewayAddress;
  readonly log: Log;
  readonly closers: Closers;
}

export function planAddress(port: number): GatewayAddress {
  return { port, url: `http://${LOOPBACK}:${port}`, error: null };
}

/**
 * Opens both interfaces and gives the path of the control socket. A port that cannot be had is written into the address
 * and the rest goes on: the window and the Control API have to say so.
 */
export async function openServers(parts: ServerParts): Promise<string> {
  const control = await startControlServer({ ...parts, socketPath: chooseSocketPath(parts.dataDir) });
  parts.closers.add('control server', control.close);
  const gateway = await tryGatewayServer(parts);
  if (gateway) parts.closers.add('gateway server', gateway.close);
  return control.path;
}

async function tryGatewayServer(parts: ServerParts): Promise<GatewayServer | null> {
  try {
    return await startGatewayServer({ ...parts, host: LOOPBACK, port: parts.address.port });
  } catch (failure) {
    if (!(failure instanceof ListenError)) throw failure;
    parts.address.error = failure.message;
    return null;
  }
}

/** Windows has no sockets in folders; there the pipe's name stands for the data dir. */
function chooseSocketPath(dataDir: string): string {
  if (process.platform !== 'win32') return path.join(dataDir, 'control.sock');
  const name = createHash('sha256').update(path.resolve(dataDir).toLowerCase()).digest('hex').slice(0, 16);
  return `\\\\.\\pipe\\spidergate-${name}`;
}
