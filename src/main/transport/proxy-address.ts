/** A proxy, taken apart. */
export interface ProxyAddress {
  /** Without user name and password. */
  readonly origin: string;
  /** `host:port`, for messages. */
  readonly host: string;
  /** What is sent to it as `proxy-authorization`. */
  readonly authorization: string | null;
}

/** `null` when it is not the address of an HTTP proxy. A missing `http://` is added, as curl does. */
export function parseProxyAddress(text: string): ProxyAddress | null {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '') return null;
  return { origin: url.origin, host: url.host, authorization: toAuthorization(url) };
}

function toAuthorization({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const pair = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

/** A stray `%` is meant as it is written. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
