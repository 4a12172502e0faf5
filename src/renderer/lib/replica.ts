import type { AgentToken } from '../../shared/domain/agent-token';
import type { Alias } from '../../shared/domain/alias';
import type { AttentionItem } from '../../shared/domain/attention';
import type { AppEvent, Collection } from '../../shared/domain/event';
import type { Invite } from '../../shared/domain/invite';
import type { ProviderKey } from '../../shared/domain/key';
import type { OriginEntry } from '../../shared/domain/origin';
import type { Overview } from '../../shared/domain/overview';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { RecordingState } from '../../shared/domain/recording';
import type { RequestSummary } from '../../shared/domain/request';
import type { Settings } from '../../shared/domain/settings';
import type { Status } from '../../shared/domain/status';
import type { Workspace } from '../../shared/domain/workspace';
import type { SpiderGateBridge } from '../../shared/ipc/bridge';
import { createRequestLog, type RequestLog } from './request-log';
import { createResource, type Resource } from './resource';
import { createThrottle } from './throttle';

/** What more than one feature reads. Main is the authority; this follows it by snapshot and events. */
export interface Replica extends Resources {
  /** The newest few requests, never filtered or paused. */
  readonly recent: RequestLog;
  /** The requests page's own view of the log. */
  readonly log: RequestLog;
  applyBatch(batch: readonly AppEvent[]): void;
  refreshAll(): Promise<void>;
}

interface Resources {
  readonly status: Resource<Status>;
  readonly providers: Resource<readonly ProviderSummary[]>;
  readonly keys: Resource<readonly ProviderKey[]>;
  readonly invites: Resource<readonly Invite[]>;
  readonly agentTokens: Resource<readonly AgentToken[]>;
  readonly aliases: Resource<readonly Alias[]>;
  readonly workspaces: Resource<readonly Workspace[]>;
  readonly settings: Resource<Settings>;
  readonly origins: Resource<readonly OriginEntry[]>;
  readonly recordings: Resource<RecordingState>;
  readonly attention: Resource<readonly AttentionItem[]>;
  /** Read by whoever shows it, as long as it is shown. */
  readonly overview: Resource<Overview>;
}

/** What main announces no sums and no quotas of is read again, at most this often, while requests come. */
const FOLLOW_PERIOD_MS = 1_000;
/** The rings of an account hardly move from one second to the next, and every page with keys is drawn anew by them. */
const QUOTA_PERIOD_MS = 3_000;

export function createReplica(bridge: SpiderGateBridge, now: () => number): Replica {
  const resources = createResources(bridge);
  const { list } = bridge.requests;
  const recent = createRequestLog({ list, now, pageSize: 20, maxRows: 50 });
  const log = createRequestLog({ list, now, pageSize: 200, maxRows: 2_000 });
  // Which rows are recorded, the log says.
  const readRecordings = createThrottle(() => {
    void resources.recordings.refresh();
    void log.refresh();
  }, FOLLOW_PERIOD_MS);
  const refreshers: Readonly<Record<Collection, () => Promise<void>>> = {
    keys: resources.keys.refresh,
    invites: resources.invites.refresh,
    agent_tokens: resources.agentTokens.refresh,
    aliases: resources.aliases.refresh,
    workspaces: resources.workspaces.refresh,
    providers: resources.providers.refresh,
    settings: resources.settings.refresh,
    origins: resources.origins.refresh,
    recordings: async () => readRecordings(),
    async requests() {
      await Promise.all([recent.refresh(), log.refresh()]);
    },
  };
  return {
    ...resources,
    recent,
    log,
    applyBatch: createBatchReader({ resources, logs: [recent, log], refreshers }),
    async refreshAll() {
      await Promise.all([
        resources.status.refresh(),
        resources.attention.refresh(),
        ...Object.values(refreshers).map((refresh) => refresh()),
      ]);
    },
  };
}

function createResources(bridge: SpiderGateBridge): Resources {
  return {
    status: createResource(() => bridge.status.get()),
    providers: createResource(() => bridge.providers.list()),
    keys: createResource(() => bridge.keys.list()),
    invites: createResource(() => bridge.invites.list()),
    agentTokens: createResource(() => bridge.agentTokens.list()),
    aliases: createResource(() => bridge.aliases.list()),
    workspaces: createResource(() => bridge.workspaces.list()),
    settings: createResource(() => bridge.settings.get()),
    origins: createResource(() => bridge.origins.list()),
    recordings: createResource(() => bridge.recordings.state()),
    attention: createResource(() => bridge.attention.list()),
    overview: createResource(() => bridge.overview.get()),
  };
}

interface BatchReaderParts {
  readonly resources: Resources;
  readonly logs: readonly RequestLog[];
  readonly refreshers: Readonly<Record<Collection, () => Promise<void>>>;
}

function createBatchReader({ resources, logs, refreshers }: BatchReaderParts) {
  const { status, providers, keys, attention } = resources;
  const refreshCounts = createThrottle(() => void status.refresh(), FOLLOW_PERIOD_MS);
  const refreshQuotas = createThrottle(() => void keys.refresh(), QUOTA_PERIOD_MS);

  function applyEvent(event: Exclude<AppEvent, { type: 'request' }>): void {
    switch (event.type) {
      case 'status':
        status.put(event.status);
        break;
      case 'attention':
        attention.put(event.items);
        break;
      case 'provider':
        providers.patch((all) =>
          all.map((provider) => (provider.id === event.provider.id ? event.provider : provider)),
        );
        break;
      case 'key_health':
        // The health is shown at once; what it did to the quotas is read.
        keys.patch((all) =>
          all.map((key) => (key.id === event.key_id ? { ...key, health: event.health } : key)),
        );
        refreshQuotas();
        break;
      case 'changed':
        void refreshers[event.collection]();
    }
  }

  return (batch: readonly AppEvent[]): void => {
    const requests: RequestSummary[] = [];
    for (const event of batch) {
      if (event.type === 'request') requests.push(event.request);
      else applyEvent(event);
    }
    if (requests.length === 0) return;
    for (const log of logs) log.apply(requests);
    refreshCounts();
    if (requests.some((request) => request.key !== null)) refreshQuotas();
  };
}
