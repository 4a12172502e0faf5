import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { ContributeAnswer, ContributePage } from '../../shared/invite/contribute-page';
import { SpiderGateError } from '../gateway/errors';
import type { InviteDoor, SubmitOutcome } from '../services/types';
import type { ContributeBrake } from './contribute-brake';
import { CONTRIBUTE_PATH } from './contribute-path';
import { parseRequest } from './parse-request';

/** A sealed reply has at most 16,000 characters. */
const BODY_LIMIT = 32 * 1024;

export interface ContributeRouteParts {
  readonly inviteDoor: InviteDoor;
  readonly contributePage: (page: ContributePage) => string;
  readonly contributeBrake: ContributeBrake;
  /** Where strangers can ask: each look at an invite checks a signature. */
  readonly pageBrake?: ContributeBrake;
  readonly place: 'local' | 'network';
}

const submitRequest = z.strictObject({ reply: z.string().min(1).max(BODY_LIMIT) });
const withdrawRequest = z.strictObject({ code: z.string().min(1).max(200) });

interface ByToken {
  Params: { token: string };
}

/** What a contributor's browser may ask for, and nothing else: the page, and the two answers it sends. */
export function addContributeRoutes(app: FastifyInstance, parts: ContributeRouteParts): void {
  const { inviteDoor, contributeBrake, pageBrake, place } = parts;
  const options = { bodyLimit: BODY_LIMIT };
  app.get(`${CONTRIBUTE_PATH}withdraw`, (_request, reply) => sendPage(reply, { kind: 'withdraw' }, parts));
  app.post(`${CONTRIBUTE_PATH}withdraw`, options, ({ body }): ContributeAnswer => {
    contributeBrake.count();
    const { code } = parseRequest(withdrawRequest, body);
    if (!inviteDoor.withdraw(code))
      throw new SpiderGateError('not_found', 'No key belongs to this code. Was all of it copied?');
    return { outcome: 'withdrawn', message: 'The key was deleted. It cannot be used any more.' };
  });
  app.get<ByToken>(`${CONTRIBUTE_PATH}:token`, ({ params }, reply) => {
    pageBrake?.count();
    const invite = inviteDoor.look(params.token, place);
    return sendPage(reply, invite ? { kind: 'page', invite } : { kind: 'gone' }, parts);
  });
  app.get<ByToken>(`${CONTRIBUTE_PATH}:token/connect/openrouter`, async ({ params }, reply) => {
    contributeBrake.count();
    const url = place === 'local' ? await inviteDoor.connect(params.token) : null;
    if (url === null) return sendPage(reply, { kind: 'gone' }, parts);
    return reply
      .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      .redirect(url, 302);
  });
  app.post<ByToken>(
    `${CONTRIBUTE_PATH}:token`,
    options,
    async ({ params, body }): Promise<ContributeAnswer> => {
      contributeBrake.count();
      const { reply } = parseRequest(submitRequest, body);
      return toAnswer(await inviteDoor.submit(params.token, reply, place));
    },
  );
}

function sendPage(reply: FastifyReply, page: ContributePage, parts: ContributeRouteParts): FastifyReply {
  return reply
    .code(page.kind === 'gone' ? 404 : 200)
    .headers({
      'cache-control': 'no-store',
      // The page's own policy is stricter; this is what only a header can say.
      'content-security-policy': "frame-ancestors 'none'",
      // Browsers take it from a trustworthy address only, and complain about any other.
      ...(parts.place === 'local' ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
    .type('text/html; charset=utf-8')
    .send(parts.contributePage(page));
}

function toAnswer(outcome: SubmitOutcome): ContributeAnswer {
  switch (outcome.kind) {
    case 'added':
    case 'untested':
    case 'refused':
      return { outcome: outcome.kind, message: outcome.message };
    case 'over':
      throw new SpiderGateError('not_found', 'This invite does not work, or no longer. Ask for a new one.');
    case 'unreadable':
      throw new SpiderGateError(
        'invalid_request_error',
        'The sealed key could not be opened. Load the page again.',
      );
    case 'locked':
      throw new SpiderGateError(
        'vault_locked',
        'The vault is locked at the moment, so nothing was stored. Ask its owner to unlock it, then send again.',
      );
  }
}
