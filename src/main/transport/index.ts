import type { LookupFunction } from 'node:net';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/domain/settings';
import {
  type Transport,
  TransportError,
  type UpstreamRequest,
  type UpstreamResponse,
} from '../gateway/ports';
import { createTurnQueue } from '../gateway/turn-queue';
import { createWayChooser, type Environment } from './choose-way';
import { Exchange } from './exchange';
import { createTransportError } from './failures';
import { createLanes, type LaneLimits, type Lanes, type Target } from './lanes';
import { createTrust, type Trust } from './trust';

export interface TransportOptions {
  /** Connections per origin; requests beyond wait for one. */
  readonly connections?: number;
  readonly keepAliveMs?: number;
  readonly connectTimeoutMs?: number;
  /** Where `HTTPS_PROXY` and its like are read; none when left out. */
  readonly environment?: Environment;
  /** How names are resolved, when not by the system. */
  readonly lookup?: LookupFunction;
}

/** How requests leave this computer, as its owner has chosen. */
export interface NetworkChoice {
  /** With passwords. */
  readonly proxy: Settings['proxy'];
  /** PEM, trusted beside the usual ones. */
  readonly extraCertificates: readonly string[];
}

export interface ClosableTransport extends Transport {
  /** Counts from the next request on; those that run end as they began. */
  configure(choice: NetworkChoice): void;
  /**
   * Opens a connection ahead to each address that has none, at most once per idle period.
   * Sends nothing; a failure shows when the first request comes.
   */
  warm(places: readonly { readonly provider: string; readonly url: string }[]): void;
  /** After sleep: idle connections are not trusted any more. */
  refresh(): void;
  /** Ends all requests in flight with `aborted`. */
  close(): Promise<void>;
}

const UNCHOSEN: NetworkChoice = { proxy: DEFAULT_SETTINGS.proxy, extraCertificates: [] };

/** Upstream HTTP/1.1 over one keep-alive pool per origin and way. */
export function createTransport(options: TransportOptions = {}): ClosableTransport {
  const network = createNetwork(options);
  const inTurn = createTurnQueue();
  let closed = false;
  return {
    send(request) {
      if (closed) return Promise.reject(createTransportError('aborted', 'the provider'));
      const target = network.lanes().targetOf(request.url, request.provider);
      if (target instanceof TransportError) return Promise.reject(target);
      if (request.signal.aborted) return Promise.reject(createTransportError('aborted', target.place.host));
      return dispatch(target, request, inTurn);
    },
    configure(choice) {
      if (!closed) network.configure(choice);
    },
    warm(places) {
      if (closed) return;
      for (const { provider, url } of places) network.lanes().warm(url, provider);
    },
    refresh() {
      if (!closed) network.renew();
    },
    async close() {
      closed = true;
      await network.destroy();
    },
  };
}

/** The lanes in use, and those that only wait for their last requests to end. */
function createNetwork(options: TransportOptions) {
  const limits = readLimits(options);
  const environment = options.environment ?? {};
  const retired = new Set<Lanes>();
  let choice = UNCHOSEN;
  let trust = createTrust(choice.extraCertificates, environment);
  let lanes = open(choice, trust);

  function open({ proxy }: NetworkChoice, trusted: Trust): Lanes {
    return createLanes({ chooseWay: createWayChooser(proxy, environment), trust: trusted, limits });
  }

  function renew(): void {
    const old = lanes;
    lanes = open(choice, trust);
    retired.add(old);
    const forget = () => retired.delete(old);
    old.close().then(forget, forget);
  }

  return {
    lanes: () => lanes,
    renew,
    configure(next: NetworkChoice) {
      const isSameTrust = isEqual(next.extraCertificates, choice.extraCertificates);
      if (isSameTrust && isEqual(next.proxy, choice.proxy)) return;
      choice = next;
      if (!isSameTrust) trust = createTrust(choice.extraCertificates, environment);
      renew();
    },
    async destroy() {
      await Promise.all([lanes, ...retired].map((each) => each.destroy()));
    },
  };
}

function readLimits(options: TransportOptions): LaneLimits {
  return {
    connections: options.connections ?? 512,
    keepAliveMs: options.keepAliveMs ?? 300_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    lookup: options.lookup,
  };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function dispatch(
  { pool, place, path, headers }: Target,
  request: UpstreamRequest,
  inTurn: (task: () => void) => void,
): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(request, place, resolve, reject, inTurn);
    const { method, body } = request;
    const own = withEncodings(request);
    pool.dispatch({ path, method, body, headers: headers ? { ...own, ...headers } : own }, exchange);
  });
}

/** Lists may come compressed; for answers the first byte counts more, and encoders hold bytes back. */
function withEncodings(request: UpstreamRequest): Record<string, string> {
  return request.method === 'GET' ? { 'accept-encoding': 'gzip, br', ...request.headers } : request.headers;
}
