import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpiderGateError } from '../gateway/errors';
import { isContributorsBrowser } from './contribute-path';
import { writeError } from './write-answer';

interface GuardParts {
  readonly newRequestId: () => string;
  readonly port: () => number;
  readonly ownAddresses: () => readonly string[];
}

const LOOPBACK = '127.0.0.1';

/**
 * Names are refused, ours too: a page whose name was rebound to this computer would come under one. Otherwise what is let
 * in is a browser that was sent here by a person, and programs, which have no page to be tricked by.
 */
export function admitFromNetwork(
  request: IncomingMessage,
  response: ServerResponse,
  { newRequestId, port, ownAddresses }: GuardParts,
): boolean {
  const isOurs = [LOOPBACK, ...ownAddresses()].some(
    (address) => request.headers.host === `${address}:${port()}`,
  );
  if (!isOurs) {
    writeError(
      response,
      new SpiderGateError('host_not_allowed', 'Use the address of the invite.'),
      newRequestId(),
    );
    return false;
  }
  const isFromPage = request.headers.origin !== undefined || isForeign(request);
  if (!isFromPage || isContributorsBrowser(request)) return true;
  const message = 'Other pages may not use an invite.';
  writeError(response, new SpiderGateError('origin_not_allowed', message), newRequestId());
  return false;
}

function isForeign({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
}
