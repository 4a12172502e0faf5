/** Names that only this computer or its own network knows: a single word, or one of the endings kept for that. */
const LOCAL_NAME = /^(?:[\w-]*[a-z][\w-]*|.+\.(?:localhost|local|lan|home\.arpa|internal))$/i;
/** Loopback, private and link-local. Sources: RFC 1918, RFC 3927. */
const LOCAL_IPV4 =
  /^(?:(?:127|10)(?:\.\d{1,3}){3}|(?:192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2})$/;
/** Loopback, unique local and link-local. Sources: RFC 4193, RFC 4291. */
const LOCAL_IPV6 = /^\[(?:::1\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;
/** A part of the above: no other machine stands behind it. */
const THIS_COMPUTER = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;
const HOST = /^[a-z]+:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/:?#]+)/i;

const known = new Map<string, boolean>();

/** True for an address that does not need the internet. */
export function isLocalAddress(url: string): boolean {
  const cached = known.get(url);
  if (cached !== undefined) return cached;
  const host = hostOf(url);
  const isLocal = LOCAL_NAME.test(host) || LOCAL_IPV4.test(host) || LOCAL_IPV6.test(host);
  known.set(url, isLocal);
  return isLocal;
}

/** True for an address of this computer itself. */
export function isThisComputer(url: string): boolean {
  return THIS_COMPUTER.test(hostOf(url));
}

function hostOf(url: string): string {
  return HOST.exec(url)?.[1] ?? '';
}
