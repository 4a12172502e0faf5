import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { SpiderGateError } from '../gateway/errors';
import { describeFailure } from '../log/describe-failure';
import type { Log } from '../log/types';
import { toSpiderGateError } from './read-errors';
import { createRouteMap } from './route-map';
import { writeError } from './write-answer';

/** Slow-loris limits. A whole request must be here within the second one; answers may take as long as they like. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than clients keep theirs, so that it is they who close an idle connection. */
const KEEP_ALIVE_MS = 72_000;
const LONGEST_PATH_PART = 600;

export interface HttpAppOptions {
  readonly bodyLimit: number;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** False: it has answered the request itself. */
  readonly admit: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly maxConnections?: number;
}

/** Fastify with our errors everywhere: routes, 404, 405, bodies and paths that cannot be read, broken HTTP. */
export function createHttpApp(options: HttpAppOptions): FastifyInstance {
  const { bodyLimit, newRequestId, log } = options;
  const app = Fastify({
    logger: false,
    bodyLimit,
    return503OnClosing: false,
    genReqId: newRequestId,
    routerOptions: { maxParamLength: LONGEST_PATH_PART, ignoreTrailingSlash: true },
    serverFactory: (handler) => createLimitedServer(handler, options),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, newRequestId()),
    frameworkErrors: (error, request, reply) => {
      const known = toSpiderGateError(error, bodyLimit) ?? internalError();
      reply.hijack();
      writeError(reply.raw, known, request.id);
    },
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.setErrorHandler((error, request, reply) => {
    const known = toSpiderGateError(error, bodyLimit);
    if (!known) log.error({ request: request.id, ...describeFailure(error) }, 'a request failed inside');
    const answer = known ?? internalError();
    return reply.code(answer.status).headers(answer.headers).send(answer.toBody());
  });
  addJsonParser(app);
  addMissingRoutes(app);
  return app;
}

export function internalError(): SpiderGateError {
  return new SpiderGateError(
    'internal_error',
    'Something went wrong inside SpiderGate. The log has the details.',
  );
}

function createLimitedServer(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  options: HttpAppOptions,
): Server {
  const server = createServer({
    // Ours says why; Node's own answer has neither body nor request id.
    requireHostHeader: false,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (options.admit(request, response)) handler(request, response);
  };
  server.on('request', onRequest);
  server.on('checkExpectation', onRequest);
  if (options.maxConnections !== undefined) server.maxConnections = options.maxConnections;
  return server;
}

/** Empty is not an error here: actions have no body, whatever their content type says. */
function addJsonParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (typeof text !== 'string' || text === '') return done(null, undefined);
    try {
      done(null, JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text));
    } catch {
      // The parser's message quotes the body.
      done(new SpiderGateError('invalid_json', 'The body is not valid JSON.'));
    }
  });
}

function addMissingRoutes(app: FastifyInstance): void {
  const routes = createRouteMap();
  app.addHook('onRoute', ({ url, method }) => {
    for (const name of [method].flat()) routes.add(url, name);
  });
  // Before the body is read: a path that is not there has no content type to be wrong about.
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = routes.methodsOf(path);
    done(
      methods.length > 0
        ? methodNotAllowed(methods)
        : new SpiderGateError('not_found', `There is no ${path}.`),
    );
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(new SpiderGateError('not_found', 'Not found.').toBody()),
  );
}

function methodNotAllowed(methods: readonly string[]): SpiderGateError {
  const allowed = methods.join(', ');
  return new SpiderGateError('method_not_allowed', `Allowed here: ${allowed}.`, {
    headers: { allow: allowed },
  });
}

const BROKEN_REQUESTS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'The headers are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'The request did not arrive in time.']],
]);

/** What llhttp could not read has no request to answer, only a socket. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  // Node's own check: bytes in the middle of another answer would corrupt it.
  const isAnswering = Boolean(Reflect.get(socket, '_httpMessage'));
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) {
    socket.destroy();
    return;
  }
  const [status, message] = BROKEN_REQUESTS.get(error.code ?? '') ?? [
    '400 Bad Request',
    'The request is not valid HTTP.',
  ];
  const body = JSON.stringify(new SpiderGateError('invalid_request_error', message).toBody());
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-request-id: ${requestId}\r\n\r\n${body}`,
  );
}
