import { z } from 'zod';
import type { KeyRenewal } from '../../oauth/types';

/** No key of a provider begins like this: keys have no colon. */
const MARK = 'spidergate-renewable:';

const renewable = z.strictObject({
  secret: z.string().min(1),
  refresh_token: z.string().min(1),
  client_id: z.string().min(1),
  expires_at: z.number(),
});

export interface KeySecret {
  readonly secret: string;
  /** `null`: it stays as it is. */
  readonly renewal: KeyRenewal | null;
}

/** What the vault seals for a key: its secret, with all that renews it where something does. So they are never apart. */
export function writeKeySecret({ secret, renewal }: KeySecret): string {
  if (renewal === null) return secret;
  const { refreshToken: refresh_token, clientId: client_id, expiresAt: expires_at } = renewal;
  return MARK + JSON.stringify({ secret, refresh_token, client_id, expires_at });
}

/** Throws where it was made by another version. */
export function readKeySecret(text: string): KeySecret {
  if (!text.startsWith(MARK)) return { secret: text, renewal: null };
  const { secret, ...rest } = renewable.parse(JSON.parse(text.slice(MARK.length)));
  const renewal = { refreshToken: rest.refresh_token, clientId: rest.client_id, expiresAt: rest.expires_at };
  return { secret, renewal };
}

/** On the way of every request: what is not renewable costs one comparison. */
export function secretIn(text: string): string {
  return text.startsWith(MARK) ? readKeySecret(text).secret : text;
}
