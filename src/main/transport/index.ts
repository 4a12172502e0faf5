import { Pool } from 'undici';
import type { Transport, UpstreamRequest, UpstreamResponse } from '../gateway/ports';
import { Exchange } from './exchange';
import { createTransportError } from './failures';

export interface TransportOptions {
  /** Connections per origin; requests beyond wait for one. */
  readonly connections?: number;
  readonly keepAliveMs?: number;
  readonly connectTimeoutMs?: number;
}

export interface ClosableTransport extends Transport {
  /** Ends all requests in flight with `aborted`. */
  close(): Promise<void>;
}

/** Addresses are few: a handful of providers, one path each. Beyond this something is wrong, and the cache starts over. */
const REMEMBERED_TARGETS = 1000;

interface Target {
  readonly pool: Pool;
  readonly host: string;
  readonly path: string;
}

/** Upstream HTTP/1.1 over one keep-alive pool per origin. */
export function createTransport(options: TransportOptions = {}): ClosableTransport {
  const pools = new Map<string, Pool>();
  const targets = new Map<string, Target>();
  let closed = false;

  function poolOf(origin: string): Pool {
    const existing = pools.get(origin);
    if (existing) return existing;
    const pool = createPool(origin, options);
    pools.set(origin, pool);
    return pool;
  }

  function targetOf(address: string): Target | null {
    const known = targets.get(address);
    if (known) return known;
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^https?:$/.test(url.protocol)) return null;
    const target = { pool: poolOf(url.origin), host: url.host, path: url.pathname + url.search };
    if (targets.size >= REMEMBERED_TARGETS) targets.clear();
    targets.set(address, target);
    return target;
  }

  return {
    send(request) {
      if (closed) return Promise.reject(createTransportError('aborted', 'the provider'));
      const target = targetOf(request.url);
      if (!target) return Promise.reject(createTransportError('protocol', 'the provider'));
      if (request.signal.aborted) return Promise.reject(createTransportError('aborted', target.host));
      return dispatch(target, request);
    },
    async close() {
      closed = true;
      targets.clear();
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

function createPool(origin: string, options: TransportOptions): Pool {
  return new Pool(origin, {
    connections: options.connections ?? 128,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: options.keepAliveMs ?? 60_000,
    // Ours are finer, and count the time until a connection is there as well.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { autoSelectFamily: true, timeout: options.connectTimeoutMs ?? 10_000 },
  });
}

function dispatch({ pool, host, path }: Target, request: UpstreamRequest): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(request, host, resolve, reject);
    const { method, body } = request;
    pool.dispatch({ path, method, body, headers: withEncodings(request) }, exchange);
  });
}

/** Lists may come compressed; for answers the first byte counts more, and encoders hold bytes back. */
function withEncodings(request: UpstreamRequest): Record<string, string> {
  return request.method === 'GET' ? { 'accept-encoding': 'gzip, br', ...request.headers } : request.headers;
}
