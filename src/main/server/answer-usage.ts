import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gateway } from '../gateway/gateway';
import type { FailureBrake } from './failure-brake';
import { readCredential } from './read-credential';

interface UsageParts {
  readonly gateway: Gateway;
  readonly brake: FailureBrake;
}

/** `GET /usage`: a wrong token is slowed down here as it is elsewhere. */
export async function answerUsage(request: FastifyRequest, reply: FastifyReply, parts: UsageParts) {
  const credential = readCredential(request.headers);
  const answer = await parts.gateway.usage(credential);
  const isWrongToken = answer.status === 401 && credential !== null;
  const instead = isWrongToken ? await parts.brake.hold(reply.raw) : null;
  if (instead) throw instead;
  return reply.code(answer.status).headers(answer.headers).send(answer.body);
}
