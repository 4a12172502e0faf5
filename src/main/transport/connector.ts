import type { LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import type { Trust } from './trust';

export type Connector = buildConnector.connector;

export interface ConnectorNeeds {
  readonly trust: Trust;
  readonly connectTimeoutMs: number;
  /** How names are resolved, when not by the system. */
  readonly lookup?: LookupFunction | undefined;
}

/**
 * TCP and TLS, IPv6 and IPv4 raced (RFC 8305). Sessions are kept here: undici's own cache holds them weakly,
 * so that a garbage collection may take them.
 */
export function createConnector({ trust, connectTimeoutMs, lookup }: ConnectorNeeds): Connector {
  const options = {
    secureContext: trust.context,
    autoSelectFamily: true,
    timeout: connectTimeoutMs,
    maxCachedSessions: 0,
    ...(lookup ? { lookup } : {}),
  };
  const plain = buildConnector(options);
  return (target, callback) => {
    if (target.protocol !== 'https:') {
      plain(target, callback);
      return;
    }
    const name = `${target.hostname}:${target.port}`;
    const session = trust.sessions.get(name);
    const connect = session ? buildConnector({ ...options, session }) : plain;
    connect(target, (...[error, socket]) => {
      if (error) {
        // Whatever was wrong, the session is not worth the risk of being it.
        trust.sessions.delete(name);
        callback(error, null);
        return;
      }
      if (socket instanceof TLSSocket) keepSessions(socket, name, trust);
      callback(null, socket);
    });
  };
}

function keepSessions(socket: TLSSocket, name: string, { sessions }: Trust): void {
  // TLS 1.3 hands them out after the handshake, 1.2 has done so by now.
  const early = socket.getProtocol() === 'TLSv1.3' ? undefined : socket.getSession();
  if (early) sessions.set(name, early);
  socket.on('session', (session) => sessions.set(name, session));
}
