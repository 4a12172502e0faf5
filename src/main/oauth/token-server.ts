import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  customFetch,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { type AskParts, askServer } from './ask-server';
import type { Grant, KeyRenewal, OAuthServers } from './types';

const PROVIDER = 'huggingface';
/** Where the answer does not say. Source: its documentation. */
const USUAL_LIFETIME_S = 8 * 3600;

export function describeServer({ huggingFace }: OAuthServers): AuthorizationServer {
  return {
    issuer: huggingFace.issuer,
    device_authorization_endpoint: huggingFace.device,
    token_endpoint: huggingFace.token,
  };
}

export function describeClient(clientId: string): Client {
  return { client_id: clientId };
}

/** The library's `fetch`, over our own way out. */
export function fetchOptions({ huggingFace }: OAuthServers, parts: AskParts, signal?: AbortSignal) {
  return {
    ...(signal && { signal }),
    // Only a fake on this computer is spoken to in the clear.
    ...(new URL(huggingFace.token).hostname === '127.0.0.1' && { [allowInsecureRequests]: true }),
    [customFetch]: async (
      url: string,
      options: {
        readonly headers: Record<string, string>;
        readonly body?: unknown;
        readonly signal?: AbortSignal;
      },
    ): Promise<Response> => {
      const { status, headers, text } = await askServer(
        {
          provider: PROVIDER,
          url,
          headers: options.headers,
          body: String(options.body ?? ''),
          signal: options.signal,
        },
        parts,
      );
      const type = headers['content-type'] ?? 'text/plain';
      return new Response(withoutIdentity(text), { status, headers: { 'content-type': type } });
    },
  };
}

/** Who signed in is nobody's business here; a statement about it is not even looked at. */
function withoutIdentity(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null || !('id_token' in answer)) return text;
    const { id_token: _, ...rest } = answer;
    return JSON.stringify(rest);
  } catch {
    return text;
  }
}

const FINAL_ERRORS: ReadonlySet<string> = new Set([
  'access_denied',
  'expired_token',
  'invalid_client',
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
]);

/** A clear no; everything else may be another answer when it is asked again. */
export function isFinal(failure: unknown): failure is ResponseBodyError {
  return failure instanceof ResponseBodyError && FINAL_ERRORS.has(failure.error);
}

/** `before`: what was used to get it; a server that does not rotate gives no other. */
export function toGrant(
  answer: TokenEndpointResponse,
  { clientId, now, before }: { readonly clientId: string; readonly now: number; readonly before?: string },
): Grant {
  const refreshToken = answer.refresh_token ?? before;
  const expiresAt = now + (answer.expires_in ?? USUAL_LIFETIME_S) * 1000;
  const renewal: KeyRenewal | null =
    refreshToken === undefined ? null : { refreshToken, clientId, expiresAt };
  return { secret: answer.access_token, renewal };
}
