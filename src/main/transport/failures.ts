import { errors } from 'undici';
import { TransportError, type TransportFailure } from '../gateway/ports';
import type { ProxyAddress } from './proxy-address';

const KIND_BY_CODE: Readonly<Record<string, TransportFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'unreachable',
  UND_ERR_HEADERS_TIMEOUT: 'headers_timeout',
  UND_ERR_BODY_TIMEOUT: 'idle_timeout',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  EPROTO: 'tls',
};

/** OpenSSL's verification results come as bare codes. */
const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT|OUT_OF_MEM$)/;

const SENTENCE: Readonly<Record<TransportFailure, string>> = {
  refused: 'refused the connection',
  reset: 'closed the connection before the answer was whole',
  dns: 'has a name that cannot be resolved',
  tls: 'could not be reached safely (TLS)',
  unreachable: 'cannot be reached from here',
  headers_timeout: 'did not begin to answer in time',
  idle_timeout: 'stopped in the middle of its answer',
  aborted: 'was no longer needed',
  protocol: 'did not speak HTTP correctly',
};

/** Built from the kind and the host alone: an upstream's own words may hold anything. */
export function createTransportError(kind: TransportFailure, host: string): TransportError {
  return new TransportError(kind, `${host} ${SENTENCE[kind]}`);
}

export function toTransportError(error: unknown, host: string): TransportError {
  return error instanceof TransportError ? error : createTransportError(toFailure(error), host);
}

/** The proxy on the way failed; the upstream may be well. Holds the proxy's host and never its password. */
export function createProxyError(kind: TransportFailure, proxyHost: string): TransportError {
  return new TransportError(kind, `the proxy ${proxyHost} ${SENTENCE[kind]}`, proxyHost);
}

export function toProxyError(error: unknown, proxyHost: string): TransportError {
  return error instanceof TransportError ? error : createProxyError(toFailure(error), proxyHost);
}

/** What a proxy answered instead of opening the way to `place`. */
export function createProxyRefusal(status: number, proxy: ProxyAddress, place: string): TransportError {
  const [kind, words] = explainRefusal(status, proxy, place);
  return new TransportError(kind, `the proxy ${proxy.host} ${words}`, proxy.host);
}

function explainRefusal(status: number, proxy: ProxyAddress, place: string): [TransportFailure, string] {
  if (status === 407) {
    return [
      'refused',
      proxy.authorization === null
        ? 'asks for a user name and password'
        : 'does not accept the user name and password it was given',
    ];
  }
  if (status >= 500) return ['unreachable', `could not reach ${place} (${status})`];
  return ['refused', `does not let requests through to ${place} (${status})`];
}

function toFailure(error: unknown): TransportFailure {
  // Happy eyeballs reports every address it tried; the first tells enough.
  const first = error instanceof AggregateError && !hasCode(error) ? error.errors[0] : error;
  // llhttp's word for a connection that ended inside a chunked body; undici gives it no code.
  if (first instanceof errors.HTTPParserError && first.message.includes('EOF')) return 'reset';
  if (!hasCode(first)) return 'protocol';
  return KIND_BY_CODE[first.code] ?? (TLS_CODE.test(first.code) ? 'tls' : 'protocol');
}

function hasCode(error: unknown): error is { readonly code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
