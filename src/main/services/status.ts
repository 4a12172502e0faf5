import type { Status } from '../../shared/domain/status';
import type { Calendar } from '../../shared/time/calendar';
import type { AgentTokenBook } from './agent-token-book';
import type { ServiceDependencies } from './dependencies';
import type { Gate } from './gate';
import type { KeyBook } from './key-book';
import type { ProviderBook } from './provider-book';
import { isConfigured } from './provider-summary';
import { refuse } from './refusals';
import { countToday, type TodayTotals } from './today';
import type { EventHub, SettingsService, StatusService } from './types';
import type { VaultCare } from './vault';

/** Under which it is stored. */
export const PORT_SETTING = 'gateway.port';
const MINUTE_MS = 60_000;

interface StatusParts
  extends Pick<
    ServiceDependencies,
    'storage' | 'health' | 'clock' | 'version' | 'gatewayUrl' | 'gatewayError' | 'moveGateway'
  > {
  readonly providers: ProviderBook;
  readonly keys: KeyBook;
  readonly agentTokens: AgentTokenBook;
  readonly gate: Gate;
  readonly vaultCare: Pick<VaultCare, 'status' | 'damagedKeys' | 'voidTokens'>;
  readonly events: EventHub;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly calendar: Pick<Calendar, 'pageOf'>;
}

export function createStatusService(parts: StatusParts): StatusService {
  const startedAt = parts.clock.monotonic();
  const running = countRunning(parts.events);
  const today = countToday(parts);

  function get(): Status {
    parts.events.flush();
    return {
      version: parts.version,
      gateway: readGateway(parts),
      vault: parts.vaultCare.status(),
      counts: { ...readCounts(parts, today()), requests_running: running() },
      uptime_s: Math.floor((parts.clock.monotonic() - startedAt) / 1000),
    };
  }

  function tell(): Status {
    const status = get();
    parts.events.emit({ type: 'status', status });
    return status;
  }

  return {
    get,
    pause({ minutes } = {}) {
      parts.gate.pause(minutes === undefined ? null : parts.clock.now() + minutes * MINUTE_MS);
      return tell();
    },
    resume() {
      parts.gate.resume();
      return tell();
    },
    async setPort({ port }) {
      const problem = await parts.moveGateway(port);
      if (problem !== null) throw refuse('port', problem);
      parts.storage.settings.set(PORT_SETTING, String(port));
      return tell();
    },
  };
}

function readGateway(parts: StatusParts): Status['gateway'] {
  const error = parts.gatewayError();
  const state = error !== null ? 'failed' : parts.gate.isPaused() ? 'paused' : 'running';
  const until = parts.gate.pausedUntil();
  const paused_until = until === null ? null : new Date(until).toISOString();
  return { url: parts.gatewayUrl(), state, error, paused_until };
}

function readCounts(parts: StatusParts, today: TodayTotals): Omit<Status['counts'], 'requests_running'> {
  return {
    // The demo is always there and is not what anybody means by configured.
    providers_configured: parts.providers
      .list()
      .filter((provider) => provider.kind !== 'builtin' && isConfigured(provider, parts)).length,
    keys: parts.keys.list().length,
    damaged_keys: parts.vaultCare.damagedKeys().length,
    agent_tokens: parts.agentTokens.list().length,
    void_tokens: parts.vaultCare.voidTokens(),
    requests_today: today.requests,
    spent_today_usd: today.costNanoUsd / 1e9,
    saved_today_usd: today.savedNanoUsd / 1e9,
    cost_estimated_today: today.estimated,
    cost_unknown_today: today.unknown,
  };
}

/** The log says how many began today; only the events say which still run. */
function countRunning(events: EventHub): () => number {
  const ids = new Set<string>();
  events.onRequest(({ start, end }) => {
    if (end === null) ids.add(start.id);
    else ids.delete(start.id);
  });
  return () => ids.size;
}
