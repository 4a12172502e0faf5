import type { IncomingHttpHeaders } from 'node:http';

/** `Authorization: Bearer …`, else `x-api-key`; what SDKs of either kind send. */
export function readCredential(headers: IncomingHttpHeaders): string | null {
  const bearer = /^bearer\s+(.+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = headers['x-api-key'];
  return typeof key === 'string' && key.trim() !== '' ? key.trim() : null;
}
