import { createHash } from 'node:crypto';
import path from 'node:path';
import { chooseControlPath } from '../shared/data-places';
import type { Closers } from './closers';
import type { Gateway } from './gateway/gateway';
import type { Log } from './log/types';
import { startControlServer } from './server/control-server';
import { type GatewayServer, startGatewayServer } from './server/gateway-server';
import { ListenError } from './server/listen-error';
import type { ServiceDependencies } from './services/dependencies';
import type { InviteDoor, OriginGate, Services } from './services/types';

const LOOPBACK = '127.0.0.1';

/** Where the Gateway API listens, or would. */
export interface GatewayAddress {
  port: number;
  url: string;
  /** Why it does not listen, for people; `null` when it does. */
  error: string | null;
  /** Listens elsewhere; gives why it cannot, for people, and then nothing has changed. */
  move(port: number): Promise<string | null>;
}

export interface ServerParts {
  readonly gateway: Gateway;
  readonly services: Services;
  readonly originGate: OriginGate;
  readonly inviteDoor: InviteDoor;
  readonly contributePage: ServiceDependencies['contributePage'];
  readonly newRequestId: () => string;
  readonly dataDir: string;
  readonly address: GatewayAddress;
  readonly log: Log;
  readonly closers: Closers;
}

export function planAddress(port: number): GatewayAddress {
  return {
    port,
    url: `http://${LOOPBACK}:${port}`,
    error: null,
    move: async () => 'SpiderGate is still starting.',
  };
}

/**
 * Opens both interfaces and gives the path of the control socket. A port that cannot be had is written into the address
 * and the rest goes on: the window and the Control API have to say so.
 */
export async function openServers(parts: ServerParts): Promise<string> {
  const control = await startControlServer({ ...parts, socketPath: chooseSocketPath(parts.dataDir) });
  parts.closers.add('control server', control.close);
  const { address } = parts;
  const first = await tryGatewayServer(parts, address.port);
  if (first instanceof ListenError) address.error = first.message;
  const listener = createMovable(parts, first instanceof ListenError ? null : first);
  address.move = listener.move;
  parts.closers.add('gateway server', listener.close);
  return control.path;
}

async function tryGatewayServer(parts: ServerParts, port: number): Promise<GatewayServer | ListenError> {
  try {
    return await startGatewayServer({ ...parts, host: LOOPBACK, port });
  } catch (failure) {
    if (!(failure instanceof ListenError)) throw failure;
    return failure;
  }
}

/** The server of the Gateway API, which may change its port while it runs. What is being answered at the old one is. */
function createMovable(parts: ServerParts, first: GatewayServer | null) {
  const { address } = parts;
  const ending = new AbortController();
  const retired = new Set<Promise<void>>();
  let server = first;
  let moving: Promise<unknown> = Promise.resolve();

  async function moveTo(port: number): Promise<string | null> {
    if (ending.signal.aborted) return 'SpiderGate is ending.';
    if (server?.port === port) return null;
    const next = await tryGatewayServer(parts, port);
    if (next instanceof ListenError) return explainRefusal(next);
    if (server) retire(server);
    server = next;
    Object.assign(address, { port, url: next.url, error: null });
    return null;
  }

  function retire(old: GatewayServer): void {
    const closed = old.retire(ending.signal).finally(() => retired.delete(closed));
    retired.add(closed);
  }

  return {
    move(port: number): Promise<string | null> {
      const moved = moving.then(() => moveTo(port));
      moving = moved.catch(() => undefined);
      return moved;
    },
    async close() {
      ending.abort();
      await moving;
      await Promise.all([server?.close(), ...retired]);
    },
  };
}

function explainRefusal({ code, port, message }: ListenError): string {
  return code === 'port_in_use' ? `Port ${port} is in use by another program. Nothing has changed.` : message;
}

function chooseSocketPath(dataDir: string): string {
  return chooseControlPath({
    dataDir: path.resolve(dataDir),
    platform: process.platform,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
}
