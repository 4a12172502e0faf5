import type { AgentToken } from '../../shared/domain/agent-token';
import type { Alias } from '../../shared/domain/alias';
import type { AppEvent, Collection } from '../../shared/domain/event';
import type { ProviderKey } from '../../shared/domain/key';
import type { ProviderSummary } from '../../shared/domain/provider';
import type { RequestSummary } from '../../shared/domain/request';
import type { Status } from '../../shared/domain/status';
import type { Workspace } from '../../shared/domain/workspace';
import type { SpiderGateBridge } from '../../shared/ipc/bridge';
import { createRequestLog, type RequestLog } from './request-log';
import { createResource, type Resource } from './resource';

/** What more than one feature reads. Main is the authority; this follows it by snapshot and events. */
export interface Replica {
  readonly status: Resource<Status>;
  readonly providers: Resource<readonly ProviderSummary[]>;
  readonly keys: Resource<readonly ProviderKey[]>;
  readonly agentTokens: Resource<readonly AgentToken[]>;
  readonly aliases: Resource<readonly Alias[]>;
  readonly workspaces: Resource<readonly Workspace[]>;
  /** The newest few requests, never filtered or paused. */
  readonly recent: RequestLog;
  /** The requests page's own view of the log. */
  readonly log: RequestLog;
  applyBatch(batch: readonly AppEvent[]): void;
  refreshAll(): Promise<void>;
}

export function createReplica(bridge: SpiderGateBridge, now: () => number): Replica {
  const status = createResource(() => bridge.status.get());
  const providers = createResource(() => bridge.providers.list());
  const keys = createResource(() => bridge.keys.list());
  const agentTokens = createResource(() => bridge.agentTokens.list());
  const aliases = createResource(() => bridge.aliases.list());
  const workspaces = createResource(() => bridge.workspaces.list());
  const list = bridge.requests.list;
  const recent = createRequestLog({ list, now, pageSize: 20, maxRows: 50 });
  const log = createRequestLog({ list, now, pageSize: 200, maxRows: 10_000 });

  async function refreshRequests(): Promise<void> {
    await Promise.all([recent.refresh(), log.refresh()]);
  }

  const refreshers: Readonly<Record<Collection, () => Promise<void>>> = {
    keys: keys.refresh,
    agent_tokens: agentTokens.refresh,
    aliases: aliases.refresh,
    workspaces: workspaces.refresh,
    providers: providers.refresh,
    requests: refreshRequests,
  };

  function applyEvent(event: Exclude<AppEvent, { type: 'request' }>): void {
    switch (event.type) {
      case 'status':
        status.put(event.status);
        break;
      case 'provider':
        providers.patch((all) =>
          all.map((provider) => (provider.id === event.provider.id ? event.provider : provider)),
        );
        break;
      case 'key_health':
        keys.patch((all) =>
          all.map((key) => (key.id === event.key_id ? { ...key, health: event.health } : key)),
        );
        break;
      case 'changed':
        void refreshers[event.collection]();
    }
  }

  return {
    status,
    providers,
    keys,
    agentTokens,
    aliases,
    workspaces,
    recent,
    log,
    applyBatch(batch) {
      const requests: RequestSummary[] = [];
      for (const event of batch) {
        if (event.type === 'request') requests.push(event.request);
        else applyEvent(event);
      }
      if (requests.length === 0) return;
      recent.apply(requests);
      log.apply(requests);
    },
    async refreshAll() {
      await Promise.all([status.refresh(), ...Object.values(refreshers).map((refresh) => refresh())]);
    },
  };
}
