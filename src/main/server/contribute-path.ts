import type { IncomingMessage } from 'node:http';

/** Everything a contributor's browser may reach lies below it. */
export const CONTRIBUTE_PATH = '/contribute/';

/**
 * A person has opened the page, by an address or a link in another page; or it sends what it made, from our own address.
 * Nothing else of a browser gets here, frames, images and scripts of other pages included.
 */
export function isContributorsBrowser(request: IncomingMessage): boolean {
  if (request.url?.startsWith(CONTRIBUTE_PATH) !== true) return false;
  const { host, origin } = request.headers;
  if (request.method === 'POST') return origin === `http://${host}`;
  if (request.method !== 'GET' || origin !== undefined) return false;
  return request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
}
