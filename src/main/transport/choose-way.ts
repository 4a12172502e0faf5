import type { Settings } from '../../shared/domain/settings';
import { parseNoProxy } from './no-proxy';
import { type ProxyAddress, parseProxyAddress } from './proxy-address';

/** Environment variables; only those of proxies and certificates are read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How a request leaves this computer. */
export type Way =
  | { readonly kind: 'direct' }
  | { readonly kind: 'proxy'; readonly proxy: ProxyAddress }
  /** A proxy is wanted, but what names it cannot be used. Going round it would not be what its owner means. */
  | { readonly kind: 'unusable'; readonly source: string };

export type WayChooser = (url: URL, provider: string | undefined) => Way;

/** This computer is never reached through a proxy, whatever anybody says. */
const LOOPBACK =
  /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/;

const DIRECT: Way = { kind: 'direct' };

export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/** The provider's own setting wins over the general one, and that over the variables. */
export function createWayChooser(proxy: Settings['proxy'], environment: Environment): WayChooser {
  const own = new Map(
    Object.entries(proxy.providers).map(([id, text]) => [
      id,
      text === 'direct' ? DIRECT : toWay(text, `the proxy of ${id}`),
    ]),
  );
  const general = createGeneralChooser(proxy, environment);
  return (url, provider) => {
    if (isLoopback(url)) return DIRECT;
    return (provider === undefined ? undefined : own.get(provider)) ?? general(url);
  };
}

function createGeneralChooser(proxy: Settings['proxy'], environment: Environment): (url: URL) => Way {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || null;
  const toWayOf = (text: string | null, source: string) => (text === null ? DIRECT : toWay(text, source));
  const isSet = proxy.url !== null;
  const https = isSet ? toWayOf(proxy.url, 'the proxy setting') : toWayOf(read('HTTPS_PROXY'), 'HTTPS_PROXY');
  const http = isSet ? https : toWayOf(read('HTTP_PROXY'), 'HTTP_PROXY');
  // Whoever sets a proxy here says in the same place what goes round it.
  const isDirect = parseNoProxy(isSet ? proxy.no_proxy : `${proxy.no_proxy} ${read('NO_PROXY') ?? ''}`);
  return (url) => {
    const isSecure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isDirect(host, Number(url.port || (isSecure ? 443 : 80)))) return DIRECT;
    return isSecure ? https : http;
  };
}

function toWay(text: string, source: string): Way {
  const proxy = parseProxyAddress(text);
  return proxy ? { kind: 'proxy', proxy } : { kind: 'unusable', source };
}
