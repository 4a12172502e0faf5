import { describe, expect, it } from 'vitest';
import { createWayChooser, type Environment } from '../../../src/main/transport/choose-way';
import { parseNoProxy } from '../../../src/main/transport/no-proxy';
import { parseProxyAddress } from '../../../src/main/transport/proxy-address';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/domain/settings';

function way(url: string, proxy: Partial<Settings['proxy']>, environment: Environment, provider?: string) {
  const chosen = createWayChooser({ ...DEFAULT_SETTINGS.proxy, ...proxy }, environment)(
    new URL(url),
    provider,
  );
  return chosen.kind === 'proxy' ? chosen.proxy.origin : chosen.kind;
}

describe('the way of a request', () => {
  const https = 'https://api.example.com/v1';
  const http = 'http://lan.example.com:8000/v1';

  it.each<[string, Partial<Settings['proxy']>, Environment, string]>([
    [https, {}, {}, 'direct'],
    [https, {}, { HTTPS_PROXY: 'http://a:1' }, 'http://a:1'],
    [https, {}, { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' }, 'http://a:1'],
    [https, {}, { https_proxy: '', HTTPS_PROXY: 'http://b:1' }, 'http://b:1'],
    [https, {}, { HTTP_PROXY: 'http://a:1' }, 'direct'],
    [http, {}, { HTTP_PROXY: 'http://a:1' }, 'http://a:1'],
    [http, {}, { HTTPS_PROXY: 'http://a:1' }, 'direct'],
    [https, {}, { HTTPS_PROXY: 'http://a:1', NO_PROXY: 'example.com' }, 'direct'],
    [https, { no_proxy: 'example.com' }, { HTTPS_PROXY: 'http://a:1' }, 'direct'],
    [https, { url: 'http://c:1' }, { HTTPS_PROXY: 'http://a:1', NO_PROXY: '*' }, 'http://c:1'],
    [http, { url: 'http://c:1' }, {}, 'http://c:1'],
    [https, { url: 'http://c:1', no_proxy: '.example.com' }, {}, 'direct'],
    [https, { url: 'socks5://c:1' }, {}, 'unusable'],
    [https, {}, { HTTPS_PROXY: 'socks5://a:1' }, 'unusable'],
  ])('%s with %j and %j: %s', (url, proxy, environment, expected) => {
    expect(way(url, proxy, environment)).toBe(expected);
  });

  it('a provider’s own proxy is meant even for hosts that are otherwise reached directly', () => {
    const proxy = { url: 'http://c:1', no_proxy: '*', providers: { special: 'http://d:1' } };
    expect(way(https, proxy, {}, 'special')).toBe('http://d:1');
    expect(way(https, proxy, {}, 'constructor')).toBe('direct');
  });

  it.each(['http://127.9.9.9:1', 'http://[::1]:1', 'http://[::ffff:127.0.0.1]:1', 'http://LOCALHOST.:1'])(
    '%s is this computer',
    (url) => {
      expect(way(url, { url: 'http://c:1', providers: { own: 'http://d:1' } }, {}, 'own')).toBe('direct');
    },
  );

  it.each(['http://127.0.0.1.example.com', 'https://localhost.example.com', 'http://10.0.0.1'])(
    '%s is not, whatever it looks like',
    (url) => {
      expect(way(url, { url: 'http://c:1' }, {})).toBe('http://c:1');
    },
  );
});

describe('NO_PROXY', () => {
  it.each([
    ['example.com', 'example.com', true],
    ['example.com', 'api.example.com', true],
    ['example.com', 'badexample.com', false],
    ['.example.com', 'api.example.com', true],
    ['*.example.com', 'api.example.com', true],
    ['EXAMPLE.com', 'example.com.', true],
    ['a.b, example.com  c.d', 'example.com', true],
    ['example.com:8443', 'example.com', false],
    ['example.com:443', 'example.com', true],
    ['*', 'anything.at.all', true],
    ['10.0.0.0/8', '10.20.30.40', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '10.example.com', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['0.0.1', '10.0.0.1', false],
    ['fd00::/8', 'fd12::1', true],
    ['::2', '::2', true],
    ['[::2]:443', '::2', true],
    ['[::2]:80', '::2', false],
    ['10.0.0.0/99, 10.0.0.0/x, /, :, [', '10.0.0.1', false],
    ['', 'example.com', false],
  ])('%j for %s: %s', (text, host, expected) => {
    expect(parseNoProxy(text)(host, 443)).toBe(expected);
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['proxy.lan:3128', 'http://proxy.lan:3128', null],
    ['http://anna@proxy.lan', 'http://proxy.lan', 'anna:'],
    ['https://anna:50%25@proxy.lan', 'https://proxy.lan', 'anna:50%'],
    ['http://anna:50%@proxy.lan', 'http://proxy.lan', 'anna:50%'],
  ])('%s', (text, origin, credentials) => {
    const address = parseProxyAddress(text);
    expect(address?.origin).toBe(origin);
    const sent = address?.authorization?.replace('Basic ', '');
    expect(sent === undefined ? null : Buffer.from(sent, 'base64').toString()).toBe(credentials);
  });

  it.each(['', 'socks5://a:1', 'file:///etc/passwd', 'http://'])('%j is none', (text) => {
    expect(parseProxyAddress(text)).toBeNull();
  });
});
