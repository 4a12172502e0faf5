import { Socket } from 'node:net';
import { Client } from 'undici';
import { TransportError } from '../gateway/ports';
import type { Connector } from './connector';
import { createProxyError, createProxyRefusal, toProxyError } from './failures';
import type { ProxyAddress } from './proxy-address';

interface ProxyNeeds {
  readonly proxy: ProxyAddress;
  readonly connector: Connector;
  readonly connectTimeoutMs: number;
}

/** Connects to the proxy, whatever the target is; its failures say that they are the proxy's. */
export function createProxyConnector({ proxy, connector }: ProxyNeeds): Connector {
  const { host, hostname, protocol, port } = new URL(proxy.origin);
  const target = { host, hostname: hostname.replace(/^\[|\]$/g, ''), protocol, port };
  return (_target, callback) =>
    connector(target, (...[error, socket]) => {
      if (error) callback(toProxyError(error, proxy.host), null);
      else callback(null, socket);
    });
}

/** TLS to the target inside a tunnel that the proxy opens (RFC 9110, CONNECT). */
export function createTunnelConnector(needs: ProxyNeeds): Connector {
  const toProxy = createProxyConnector(needs);
  return (target, callback) => {
    const place = `${target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname}:${target.port || 443}`;
    openTunnel(place, toProxy, needs).then(
      (httpSocket) => needs.connector({ ...target, httpSocket }, callback),
      (error: Error) => callback(error, null),
    );
  };
}

async function openTunnel(place: string, connect: Connector, needs: ProxyNeeds): Promise<Socket> {
  const { proxy, connectTimeoutMs } = needs;
  const client = new Client(proxy.origin, { connect, headersTimeout: 0, bodyTimeout: 0 });
  const signal = AbortSignal.timeout(connectTimeoutMs);
  try {
    const answer = await client.connect({
      path: place,
      headers: {
        host: place,
        ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      signal,
    });
    const { socket, statusCode } = answer;
    if (statusCode >= 200 && statusCode < 300 && socket instanceof Socket) return socket;
    socket.on('error', () => undefined).destroy();
    throw createProxyRefusal(statusCode, proxy, place);
  } catch (error) {
    if (error instanceof TransportError) throw error;
    if (signal.aborted) throw createProxyError('unreachable', proxy.host);
    throw toProxyError(error, proxy.host);
  } finally {
    // The tunnel has left it; a connection that did not become one goes with it.
    client.destroy().catch(() => undefined);
  }
}
