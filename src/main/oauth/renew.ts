import { None, processRefreshTokenResponse, refreshTokenGrantRequest } from 'oauth4webapi';
import type { AskParts } from './ask-server';
import { describeClient, describeServer, fetchOptions, isFinal, toGrant } from './token-server';
import type { KeyRenewal, OAuthServers, RenewalAnswer } from './types';

interface RenewParts extends AskParts {
  readonly servers: OAuthServers;
}

/** The next key in place of one that is about to end. What is no clear refusal may be tried again. */
export async function renewHuggingFace(
  { refreshToken, clientId }: KeyRenewal,
  parts: RenewParts,
): Promise<RenewalAnswer> {
  const { servers, clock } = parts;
  try {
    const server = describeServer(servers);
    const client = describeClient(clientId);
    const options = fetchOptions(servers, parts);
    const response = await refreshTokenGrantRequest(server, client, None(), refreshToken, options);
    const answer = await processRefreshTokenResponse(server, client, response);
    const { secret, renewal } = toGrant(answer, { clientId, now: clock.now(), before: refreshToken });
    return renewal ? { ok: true, grant: { secret, renewal } } : { ok: false, reason: 'refused' };
  } catch (failure) {
    return { ok: false, reason: isFinal(failure) ? 'refused' : 'unreachable' };
  }
}
