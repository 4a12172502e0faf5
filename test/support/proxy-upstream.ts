import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { TEST_CERTIFICATE, TEST_KEY } from './proxy-certificates';

export interface SecureUpstream {
  readonly port: number;
  connections(): number;
  /** Handshakes that took up an earlier session. */
  resumed(): number;
  requests(): number;
  close(): Promise<void>;
}

/** A real TLS server that answers every request with `ok` and counts how it was reached. */
export async function startSecureUpstream(
  options: { readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly closesEach?: boolean } = {},
): Promise<SecureUpstream> {
  let connections = 0;
  let resumed = 0;
  let requests = 0;
  const { maxVersion = 'TLSv1.3' } = options;
  const server = createServer({ cert: TEST_CERTIFICATE, key: TEST_KEY, maxVersion }, (request, response) => {
    requests += 1;
    drain(request);
    response.writeHead(200, {
      'content-type': 'text/plain',
      ...(options.closesEach ? { connection: 'close' } : {}),
    });
    response.end('ok');
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    connections += 1;
    if (socket.isSessionReused()) resumed += 1;
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    resumed: () => resumed,
    requests: () => requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function drain(request: IncomingMessage): void {
  request.resume();
}
