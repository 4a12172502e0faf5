import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { NOTHING_HERE } from './failure-pages';
import { PAGE_HEADERS, writeResultPage } from './result-page';
import type { ResultPage } from './types';

/** A browser opens a few; more is somebody who guesses. */
const MOST_CONNECTIONS = 16;
const HEADERS_MS = 10_000;
const LONGEST_HEADERS = 16 * 1024;

export interface CallbackAnswer {
  readonly status: number;
  readonly page: ResultPage;
}

export interface CallbackListener {
  readonly port: number;
  /** Takes nobody else; answers under way are still sent. Resolves when the last connection has gone. */
  close(): Promise<void>;
  /** Cuts them off too. */
  end(): void;
}

export interface CallbackParts {
  readonly host: '127.0.0.1';
  /** Unguessable: it stands in for the `state` that some providers do not send back. */
  readonly path: string;
  readonly onCall: (query: URLSearchParams) => Promise<CallbackAnswer>;
}

/** One path on a free port of this computer, for a browser that comes back from a provider. Source: RFC 8252, 7.3. */
export async function openCallback({ host, path, onCall }: CallbackParts): Promise<CallbackListener> {
  let port = 0;
  const server = createServer({ maxHeaderSize: LONGEST_HEADERS }, (request, response) => {
    void respond(request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = HEADERS_MS;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    // A name that was made to point here (DNS rebinding) is not our address.
    const isOurs = request.headers.host === `${host}:${port}`;
    const url = isOurs ? readUrl(request.url) : null;
    if (url?.pathname !== path) return write(response, { status: 404, page: NOTHING_HERE });
    // A look ahead without reading the answer must not use the sign-in up.
    if (request.method !== 'GET') return write(response, { status: 405, page: NOTHING_HERE });
    write(response, await onCall(url.searchParams));
  }

  server.listen({ host, port: 0, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  port = address.port;
  const closed = once(server, 'close');
  return {
    port,
    async close() {
      server.close();
      server.closeIdleConnections();
      await closed;
    },
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function readUrl(target: string | undefined): URL | null {
  return URL.canParse(target ?? '', 'http://127.0.0.1') ? new URL(target ?? '', 'http://127.0.0.1') : null;
}

function write(response: ServerResponse, { status, page }: CallbackAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, PAGE_HEADERS).end(writeResultPage(page));
}
