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

/** True for an address that does not need the internet. */
export const isLocalAddress = remember((host) => {
  return LOCAL_NAME.test(host) || LOCAL_IPV4.test(host) || LOCAL_IPV6.test(host);
});

/** True for an address of this computer itself. */
export const isThisComputer = remember((host) => THIS_COMPUTER.test(host));

/** Addresses are few, and every request asks for its own several times. */
function remember(isOne: (host: string) => boolean): (url: string) => boolean {
  const known = new Map<string, boolean>();
  return (url) => {
    const cached = known.get(url);
    if (cached !== undefined) return cached;
    const answer = isOne(hostOf(url));
    known.set(url, answer);
    return answer;
  };
}

function hostOf(url: string): string {
  return HOST.exec(url)?.[1] ?? '';
}
