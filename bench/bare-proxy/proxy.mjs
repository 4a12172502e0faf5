import { createServer } from 'node:http';
import { Pool } from 'undici';

/** The least a gateway can be: bytes in, bytes out, over pooled connections. */
export function startBareProxy(upstreamPort, onListening) {
  const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { connections: 512, keepAliveTimeout: 300_000 });
  const server = createServer((request, response) => {
    const options = {
      method: request.method,
      path: request.url,
      headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
      body: request,
      opaque: response,
    };
    pool
      .stream(options, ({ statusCode, headers, opaque }) => opaque.writeHead(statusCode, headers))
      .catch((error) => response.destroy(error));
  });
  server.keepAliveTimeout = 300_000;
  server.listen(0, '127.0.0.1', () => onListening(server.address().port));
}
