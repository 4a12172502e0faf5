import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { SpiderGateError } from '../gateway/errors';
import { describeFailure } from '../log/describe-failure';
import type { Log } from '../log/types';
import { answerBrokenRequest, createHttpServer, DEFAULT_LIMITS, type HttpLimits } from './create-http-server';
import { parseJsonText } from './parse-json-text';
import { toSpiderGateError } from './read-errors';
import { createRouteMap } from './route-map';
import { NOT_FOR_PAGES, writeError } from './write-answer';

const LONGEST_PATH_PART = 600;

export interface HttpAppOptions {
  readonly bodyLimit: number;
  readonly newRequestId: () => string;
  readonly log: Log;
  /** False: it has answered the request itself. */
  readonly admit: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** True: it answers the request itself, past the router. */
  readonly shortWay?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly limits?: Partial<HttpLimits>;
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
    serverFactory: (handler) =>
      createHttpServer({
        ...options,
        handler: (request, response) => {
          if (!options.shortWay?.(request, response)) handler(request, response);
        },
        limits: { ...DEFAULT_LIMITS, ...options.limits },
      }),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, newRequestId()),
    frameworkErrors: (error, request, reply) => {
      const known = toSpiderGateError(error, bodyLimit) ?? internalError();
      reply.hijack();
      writeError(reply.raw, known, request.id);
    },
  });
  // Answers of the gateway are written past this, with headers of their own.
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    reply.headers(NOT_FOR_PAGES);
    done(null, payload);
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

function addJsonParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, typeof text === 'string' ? parseJsonText(text) : undefined);
    } catch (error) {
      done(error instanceof Error ? error : new Error('not an error'));
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
