import type { Status } from '../../shared/domain/status';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { Gate } from './gate';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';
import { isConfigured } from './provider-summary';
import { countToday, type TodayTotals } from './today';
import type { EventHub, SettingsService, StatusService } from './types';

interface StatusParts
  extends Pick<
    ServiceDependencies,
    'storage' | 'vault' | 'health' | 'clock' | 'version' | 'gatewayUrl' | 'gatewayError'
  > {
  readonly providers: ProviderBook;
  readonly keys: KeyBook;
  readonly agentTokens: AgentTokenBook;
  readonly gate: Gate;
  readonly events: EventHub;
  readonly settings: Pick<SettingsService, 'get'>;
}

export function createStatusService(parts: StatusParts): StatusService {
  const startedAt = parts.clock.monotonic();
  const running = countRunning(parts.events);
  const today = countToday(parts);

  const get = (): Status => ({
    version: parts.version,
    gateway: readGateway(parts),
    vault: parts.vault.status(),
    counts: { ...readCounts(parts, today()), requests_running: running() },
    uptime_s: Math.floor((parts.clock.monotonic() - startedAt) / 1000),
  });

  function setPaused(paused: boolean): Status {
    parts.gate.setPaused(paused);
    const status = get();
    parts.events.emit({ type: 'status', status });
    return status;
  }

  return { get, pause: () => setPaused(true), resume: () => setPaused(false) };
}

function readGateway(parts: StatusParts): Status['gateway'] {
  const error = parts.gatewayError();
  const state = error !== null ? 'failed' : parts.gate.isPaused() ? 'paused' : 'running';
  return { url: parts.gatewayUrl(), state, error };
}

function readCounts(parts: StatusParts, today: TodayTotals): Omit<Status['counts'], 'requests_running'> {
  return {
    // The demo is always there and is not what anybody means by configured.
    providers_configured: parts.providers
      .list()
      .filter((provider) => provider.kind !== 'builtin' && isConfigured(provider, parts)).length,
    keys: parts.keys.list().length,
    agent_tokens: parts.agentTokens.list().length,
    requests_today: today.requests,
    spent_today_usd: today.costNanoUsd / 1e9,
  };
}

/** The log says how many began today; only the events say which still run. */
function countRunning(events: EventHub): () => number {
  const ids = new Set<string>();
  events.subscribe((event) => {
    if (event.type !== 'request') return;
    if (event.request.status === 'running') ids.add(event.request.id);
    else ids.delete(event.request.id);
  });
  return () => ids.size;
}
