import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Gateway, GatewayCall } from '../gateway/gateway';
import { describeFailure } from '../log/describe-failure';
import type { Log } from '../log/types';
import { internalError } from './create-http-app';
import { writeError, writeJson } from './write-answer';
import { writeStream } from './write-stream';

interface CallParts {
  readonly gateway: Gateway;
  readonly log: Log;
}

/** One call of the gateway. Writes to the response itself; never throws. */
export async function answerCall(
  request: FastifyRequest,
  response: ServerResponse,
  dialect: GatewayCall['dialect'],
  parts: CallParts,
): Promise<void> {
  const aborter = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) aborter.abort();
  });
  try {
    const reply = await parts.gateway.call({
      requestId: request.id,
      dialect,
      credential: readCredential(request.headers),
      body: request.body,
      headers: pickRoutingHeaders(request.headers),
      includeRouteTrace: wantsRouteTrace(request.query),
      signal: aborter.signal,
    });
    if (reply.kind === 'stream') await writeStream(response, reply, request.id);
    else if (!response.destroyed) writeJson(response, reply, request.id);
  } catch (error) {
    if (!aborter.signal.aborted) {
      parts.log.error({ request: request.id, ...describeFailure(error) }, 'an answer broke off inside');
    }
    if (response.headersSent) response.destroy();
    else writeError(response, internalError(), request.id);
  }
}

/** `Authorization: Bearer …`, else `x-api-key`; what SDKs of either kind send. */
function readCredential(headers: IncomingHttpHeaders): string | null {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' && key.trim() !== '' ? key.trim() : null;
}

function pickRoutingHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string | undefined>> {
  const session = headers['x-session-id'];
  return {
    'x-session-id': typeof session === 'string' ? session : undefined,
    'user-agent': headers['user-agent'],
  };
}

function wantsRouteTrace(query: unknown): boolean {
  if (typeof query !== 'object' || query === null) return false;
  const value: unknown = Reflect.get(query, 'include_route_trace');
  return value === 'true' || value === '1' || value === '';
}
