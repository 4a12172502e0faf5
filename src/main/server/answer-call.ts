import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Gateway, GatewayCall } from '../gateway/gateway';
import { StopSwitch } from '../gateway/stop-switch';
import { describeFailure } from '../log/describe-failure';
import type { Log } from '../log/types';
import { internalError } from './create-http-app';
import type { FailureBrake } from './failure-brake';
import { readCredential } from './read-credential';
import { writeError, writeJson } from './write-answer';
import { writeStream } from './write-stream';

interface CallParts {
  readonly gateway: Gateway;
  readonly brake: FailureBrake;
  readonly log: Log;
}

/** What is told of a request. `query`: parsed; `null`: it has none. */
export interface CallRequest {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: unknown;
  readonly body: unknown;
  /** The same as it was sent, where it is still there. */
  readonly text?: string | undefined;
}

/** One call of the gateway. Writes to the response itself; never throws. */
export async function answerCall(
  request: CallRequest,
  response: ServerResponse,
  dialect: GatewayCall['dialect'],
  parts: CallParts,
): Promise<void> {
  const aborter = new StopSwitch();
  if (response.destroyed) aborter.abort();
  response.once('close', () => {
    if (!response.writableFinished) aborter.abort();
  });
  const credential = readCredential(request.headers);
  try {
    const reply = await parts.gateway.call({
      requestId: request.id,
      dialect,
      credential,
      body: request.body,
      text: request.text,
      headers: pickRoutingHeaders(request.headers),
      includeRouteTrace: wantsRouteTrace(request.query),
      signal: aborter,
    });
    if (reply.kind === 'stream') return await writeStream(response, reply, request.id);
    // A request without a token is no guess at one.
    const isWrongToken = reply.status === 401 && credential !== null;
    const instead = isWrongToken ? await parts.brake.hold(response) : null;
    if (response.destroyed) return;
    if (instead) writeError(response, instead, request.id);
    else writeJson(response, reply, request.id);
  } catch (error) {
    if (!aborter.aborted) {
      parts.log.error({ request: request.id, ...describeFailure(error) }, 'an answer broke off inside');
    }
    if (response.headersSent) response.destroy();
    else writeError(response, internalError(), request.id);
  }
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
