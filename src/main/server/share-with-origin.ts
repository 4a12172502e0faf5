import type { IncomingMessage, ServerResponse } from 'node:http';

const METHODS = 'GET, POST';
/** Ten minutes; an origin that is taken off the list is refused at its request itself, whatever it remembers. */
const MAX_AGE_S = '600';
const MOST_HEADERS = 64;
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/i;
/** What a tool reads beside the body. Source: api.md, "Response" and "Errors". */
const EXPOSED = [
  'x-request-id',
  'x-spidergate-fallback-from',
  'x-should-retry',
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-reset',
  'www-authenticate',
].join(', ');

/** Lets one allowed origin read the answer, and nobody else. No credentials: a token is all that counts. */
export function shareWithOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', EXPOSED);
  response.setHeader('vary', 'Origin');
}

export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** For an origin that is allowed already; SDKs name headers of their own, so the requested ones are given back. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const wanted = readWantedHeaders(request.headers['access-control-request-headers']);
  response.setHeader('access-control-allow-methods', METHODS);
  response.setHeader('access-control-max-age', MAX_AGE_S);
  response.setHeader('x-request-id', requestId);
  if (wanted !== '') response.setHeader('access-control-allow-headers', wanted);
  if (request.headers['access-control-request-private-network'] === 'true')
    response.setHeader('access-control-allow-private-network', 'true');
  response.writeHead(204);
  response.end();
}

function readWantedHeaders(text: string | string[] | undefined): string {
  const names = [text ?? []].flat().join(',').split(',');
  return names
    .map((name) => name.trim())
    .filter((name) => HEADER_NAME.test(name))
    .slice(0, MOST_HEADERS)
    .join(', ');
}
