import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { TransportError } from '../gateway/ports';
import { isLoopback, type Way, type WayChooser } from './choose-way';
import { type Connector, createConnector } from './connector';
import type { ExchangePlace } from './exchange';
import { createTransportError } from './failures';
import type { ProxyAddress } from './proxy-address';
import { createSpareConnection, type SpareConnection } from './spare-connection';
import type { Trust } from './trust';
import { createProxyConnector, createTunnelConnector } from './tunnel';

/** Addresses are few: a handful of providers, one path each. Beyond this something is wrong, and the cache starts over. */
const REMEMBERED_TARGETS = 1000;

export interface LaneLimits {
  readonly connections: number;
  readonly keepAliveMs: number;
  readonly connectTimeoutMs: number;
  readonly lookup?: LookupFunction | undefined;
}

/** Where a request goes, and through which pool. */
export interface Target {
  readonly pool: Pool;
  readonly place: ExchangePlace;
  readonly path: string;
  /** What the way itself needs, e.g. what a proxy asks for; `null`: nothing. */
  readonly headers: Readonly<Record<string, string>> | null;
}

/** All connections made under one state of the settings. */
export interface Lanes {
  targetOf(address: string, provider: string | undefined): Target | TransportError;
  /** Opens a connection ahead, unless one is there or was opened ahead lately. */
  warm(address: string, provider: string | undefined): void;
  /** Idle connections close now, running requests end in peace. */
  close(): Promise<void>;
  /** Everything ends with `aborted`. */
  destroy(): Promise<void>;
}

interface LaneNeeds {
  readonly chooseWay: WayChooser;
  readonly trust: Trust;
  readonly limits: LaneLimits;
}

export function createLanes({ chooseWay, trust, limits }: LaneNeeds): Lanes {
  const lanes = new Map<string, Lane>();
  const targets = new Map<string, Target>();
  const connector = createConnector({ trust, ...limits });

  function laneOf(url: URL, way: Exclude<Way, { kind: 'unusable' }>): Lane {
    const proxy = way.kind === 'proxy' ? way.proxy : null;
    const name = `${proxy?.origin ?? ''} ${proxy?.authorization ?? ''} ${url.origin}`;
    const known = lanes.get(name);
    if (known) return known;
    const lane = openLane(url, { proxy, connector, limits });
    lanes.set(name, lane);
    return lane;
  }

  function find(address: string, provider: string | undefined): Target | TransportError {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^https?:$/.test(url.protocol)) return createTransportError('protocol', 'the provider');
    const way = chooseWay(url, provider);
    if (way.kind === 'unusable')
      return new TransportError('refused', `${way.source} is not the address of an HTTP proxy`);
    return toTarget(url, laneOf(url, way));
  }

  return {
    targetOf(address, provider) {
      const name = provider === undefined ? address : `${provider} ${address}`;
      const known = targets.get(name);
      if (known) return known;
      const target = find(address, provider);
      if (target instanceof TransportError) return target;
      if (targets.size >= REMEMBERED_TARGETS) targets.clear();
      targets.set(name, target);
      return target;
    },
    warm(address, provider) {
      const url = URL.canParse(address) ? new URL(address) : null;
      if (!url || !/^https?:$/.test(url.protocol) || isLoopback(url)) return;
      const way = chooseWay(url, provider);
      if (way.kind !== 'unusable') laneOf(url, way).warm();
    },
    close: () => endAll(lanes, (pool) => pool.close()),
    destroy: () => endAll(lanes, (pool) => pool.destroy()),
  };
}

async function endAll(lanes: ReadonlyMap<string, Lane>, end: (pool: Pool) => Promise<void>): Promise<void> {
  for (const { spare } of lanes.values()) spare.drop();
  await Promise.all([...lanes.values()].map(({ pool }) => end(pool)));
}

/** The pool for one origin on one way. */
interface Lane {
  readonly pool: Pool;
  readonly spare: SpareConnection;
  readonly relay: ProxyAddress | null;
  warm(): void;
}

interface WayNeeds {
  readonly proxy: ProxyAddress | null;
  readonly connector: Connector;
  readonly limits: LaneLimits;
}

/** To plain HTTP a proxy passes requests on; many open tunnels to port 443 alone. */
function openLane(url: URL, { proxy, connector, limits }: WayNeeds): Lane {
  const needs = proxy ? { proxy, connector, ...limits } : null;
  const relay = url.protocol === 'http:' ? proxy : null;
  const connect = !needs ? connector : relay ? createProxyConnector(needs) : createTunnelConnector(needs);
  const spare = createSpareConnection(connect, limits.keepAliveMs);
  const pool = createPool(relay?.origin ?? url.origin, spare.connect, limits);
  const { host, protocol, port } = url;
  let warmedAt = Number.NEGATIVE_INFINITY;
  return {
    pool,
    spare,
    relay,
    warm() {
      const now = performance.now();
      if (pool.stats.connected > 0 || now - warmedAt < limits.keepAliveMs) return;
      warmedAt = now;
      spare.open({ host, hostname: url.hostname.replace(/^\[|\]$/g, ''), protocol, port });
    },
  };
}

function createPool(origin: string, connect: Connector, limits: LaneLimits): Pool {
  return new Pool(origin, {
    connections: limits.connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: limits.keepAliveMs,
    keepAliveMaxTimeout: limits.keepAliveMs,
    // Ours are finer, and count the time until a connection is there as well.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect,
  });
}

function toTarget(url: URL, { pool, relay }: Lane): Target {
  const place = { host: url.host, relay };
  const path = url.pathname + url.search;
  if (!relay) return { pool, place, path, headers: null };
  const { authorization } = relay;
  return {
    pool,
    place,
    path: url.origin + path,
    headers: {
      host: url.host,
      ...(authorization === null ? {} : { 'proxy-authorization': authorization }),
    },
  };
}
