import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { SpiderGateError } from '../gateway/errors';
import { sayLastWords } from './last-words';
import { watchConnections } from './watch-connections';
import { writeError } from './write-answer';

/** What one caller, or all of them, may take of the server. Tests shorten the times. */
export interface HttpLimits {
  readonly maxConnections: number;
  /** Until the headers are complete. */
  readonly headersMs: number;
  /** Until the whole request is here; answers may take as long as they like. */
  readonly requestMs: number;
  readonly unreadMs: number;
  /** How often the times above are looked at. */
  readonly sweepMs: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  maxConnections: 1024,
  headersMs: 15_000,
  requestMs: 120_000,
  unreadMs: 600_000,
  sweepMs: 5_000,
};

/** Longer than clients keep theirs, so that it is they who close an idle connection. */
const KEEP_ALIVE_MS = 72_000;
const HEADER_BYTES = 16 * 1024;
const MOST_HEADERS = 100;

interface HttpServerParts {
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** False: it has answered the request itself. */
  readonly admit: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly newRequestId: () => string;
  readonly limits: HttpLimits;
}

/** Node's server with limits. Upgrades are requests like any other, since nothing listens for them. */
export function createHttpServer({ handler, admit, newRequestId, limits }: HttpServerParts): Server {
  const server = createServer({
    // Ours says why; Node's own answer has neither body nor request id.
    requireHostHeader: false,
    insecureHTTPParser: false,
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.sweepMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  // Node would drop the rest unseen, and an Origin with it.
  server.maxHeadersCount = 0;
  const connections = watchConnections(server, limits);
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = connections.isSurplus(request.socket) ? tooManyConnections() : checkHeaders(request);
    if (refusal) {
      response.setHeader('connection', 'close');
      writeError(response, refusal, newRequestId());
    } else if (admit(request, response)) handler(request, response);
  };
  server.on('request', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('connect', (_request, socket) =>
    sayLastWords(socket, '405 Method Not Allowed', noProxy(), newRequestId()),
  );
  return server;
}

const BROKEN_REQUESTS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'The headers are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'The request did not arrive in time.']],
]);

/** What llhttp could not read has no request to answer, only a socket. */
export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Socket,
  requestId: string,
): void {
  // Node's own check: bytes in the middle of another answer would corrupt it.
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  const isAnswering = answer instanceof ServerResponse && answer.headersSent;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const [status, message] = BROKEN_REQUESTS.get(error.code ?? '') ?? [
    '400 Bad Request',
    'The request is not valid HTTP.',
  ];
  sayLastWords(socket, status, new SpiderGateError('invalid_request_error', message), requestId);
}

/** Names and values alternate. */
function checkHeaders({ rawHeaders }: IncomingMessage): SpiderGateError | null {
  if (rawHeaders.length <= MOST_HEADERS * 2) return null;
  const message = `A request may have ${MOST_HEADERS} headers.`;
  return new SpiderGateError('invalid_request_error', message, { status: 431 });
}

function tooManyConnections(): SpiderGateError {
  return new SpiderGateError('service_unavailable', 'Too many connections are open. Close some first.', {
    headers: { 'retry-after': '1', 'retry-after-ms': '1000' },
  });
}

function noProxy(): SpiderGateError {
  return new SpiderGateError('method_not_allowed', 'SpiderGate is not a proxy.');
}
