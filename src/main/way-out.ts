import type { HealthBook } from './gateway/health/types';
import type { Log } from './log/types';
import type { ServiceSet } from './services';
import type { LocalServers } from './services/local-servers';
import type { ClosableTransport } from './transport';

export interface WayOutParts {
  readonly transport: Pick<ClosableTransport, 'configure' | 'warm' | 'refresh'>;
  readonly set: Pick<ServiceSet, 'network' | 'placesInUse' | 'services'>;
  readonly health: Pick<HealthBook, 'wake'>;
  readonly localServers: Pick<LocalServers, 'probeNow'>;
  readonly log: Log;
  /** Connections are opened before the first request. */
  readonly opensAhead: boolean;
}

export interface WayOut {
  /** Everything is up: connections may be opened ahead. */
  start(): void;
  /** The computer woke up: what was known of the network before it slept means nothing now. */
  wake(): void;
  close(): void;
}

/** Keeps the transport in step with the settings, with the keys there are, and with sleep. */
export function openWayOut(parts: WayOutParts): WayOut {
  const { transport, set, log } = parts;
  let isUp = false;

  function configure(): void {
    const { problem, ...choice } = set.network.current();
    if (problem !== null) log.warn({ problem }, 'Extra certificates are not used');
    transport.configure(choice);
    warm();
  }

  function warm(): void {
    if (isUp && parts.opensAhead) transport.warm(set.placesInUse());
  }

  configure();
  const subscriptions = [
    set.network.onChange(configure),
    set.services.events.subscribe((event) => {
      if (event.type === 'changed' && (event.collection === 'keys' || event.collection === 'providers'))
        warm();
    }),
  ];
  return {
    start() {
      isUp = true;
      warm();
    },
    wake() {
      parts.health.wake();
      transport.refresh();
      parts.localServers.probeNow().catch(() => undefined);
      warm();
    },
    close() {
      isUp = false;
      for (const end of subscriptions) end();
    },
  };
}
