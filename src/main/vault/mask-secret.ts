import { AGENT_TOKEN_PREFIX } from './tokens';

const PREFIX_LIMIT = 8;
const SHOWN_AT_END = 4;
/** Below this, four characters would be a noticeable part of the secret. */
const SHORTEST_SHOWN_BODY = 16;

/** What may be shown of a secret, e.g. `gsk_…x9f2`: the vendor's prefix and the end; of a short one nothing. */
export function maskSecret(secret: string): string {
  const prefix = publicPrefixOf(secret);
  if (secret.length - prefix.length < SHORTEST_SHOWN_BODY) return '…';
  return `${prefix}…${secret.slice(-SHOWN_AT_END)}`;
}

/** Groups of letters that end in `_` or `-` (`sk-or-`), as many as fit; our own token prefix is longer but known. */
function publicPrefixOf(secret: string): string {
  if (secret.startsWith(AGENT_TOKEN_PREFIX)) return AGENT_TOKEN_PREFIX;
  let prefix = '';
  for (const [group] of secret.matchAll(/[A-Za-z]+[_-]/gy)) {
    if (prefix.length + group.length > PREFIX_LIMIT) break;
    prefix += group;
  }
  return prefix;
}
