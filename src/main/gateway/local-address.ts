/** Hosts that are reached without the internet: this computer and its own network. */
const LOCAL_HOST =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[::1\]|\[f[cd]|\[fe80:|[^.]+$|.+\.(?:local|lan|home\.arpa|internal)$)/i;

const known = new Map<string, boolean>();

/** True for an address that does not need the internet. */
export function isLocalAddress(url: string): boolean {
  const cached = known.get(url);
  if (cached !== undefined) return cached;
  const host = /^[a-z]+:\/\/(\[[^\]]+\]|[^/:]+)/i.exec(url)?.[1] ?? '';
  const isLocal = LOCAL_HOST.test(host);
  known.set(url, isLocal);
  return isLocal;
}
