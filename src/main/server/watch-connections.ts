import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Beyond the limit, so that those who come too late can be told why. */
const SPARE_CONNECTIONS = 64;

export interface ConnectionLimits {
  readonly maxConnections: number;
  /** A caller that takes nothing of what was written for this long is cut off. */
  readonly unreadMs: number;
  readonly sweepMs: number;
}

export interface ConnectionWatch {
  /** This connection is one too many. */
  isSurplus(socket: Socket): boolean;
}

/** Bounds how many connections there are, and how long one may hold what it does not read. */
export function watchConnections(server: Server, limits: ConnectionLimits): ConnectionWatch {
  const open = new Set<Socket>();
  const late = new WeakSet<Socket>();
  server.maxConnections = limits.maxConnections + SPARE_CONNECTIONS;
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (open.size <= limits.maxConnections) return;
    late.add(socket);
    // Those that only wait for a next request go first.
    server.closeIdleConnections();
  });
  const sweep = createUnreadSweep(open, limits);
  const timer = setInterval(sweep, limits.sweepMs);
  timer.unref();
  server.once('close', () => clearInterval(timer));
  return {
    isSurplus(socket) {
      if (!late.has(socket)) return false;
      if (open.size > limits.maxConnections) return true;
      late.delete(socket);
      return false;
    },
  };
}

/** Per connection, and seldom: nothing of it is paid by a request. */
function createUnreadSweep(open: ReadonlySet<Socket>, { unreadMs, sweepMs }: ConnectionLimits): () => void {
  const sweepsAllowed = Math.ceil(unreadMs / sweepMs);
  const stuck = new WeakMap<Socket, { taken: number; sweeps: number }>();
  return () => {
    for (const socket of open) {
      const taken = socket.bytesWritten - socket.writableLength;
      const before = stuck.get(socket);
      if (socket.writableLength === 0) stuck.delete(socket);
      else if (before?.taken !== taken) stuck.set(socket, { taken, sweeps: 0 });
      else if (++before.sweeps >= sweepsAllowed) socket.destroy();
    }
  };
}
