import type { Collection } from '../../shared/domain/event';
import type { KeyHealth } from '../../shared/domain/health';
import type {
  AliasBook,
  CredentialDirectory,
  GatewaySwitch,
  KeyRing,
  ProviderDirectory,
} from '../gateway/ports';
import type { ModelFacts } from '../gateway/types';
import { createAgentTokenBook } from './agent-token-book';
import { createAgentTokenService } from './agent-tokens';
import { createAliasBook } from './alias-book';
import { createAliasService } from './aliases';
import { createCredentialDirectory } from './credential-directory';
import type { ServiceDependencies } from './dependencies';
import { createEventHub } from './event-hub';
import { createGate } from './gate';
import { createKeyBook } from './key-book';
import { createKeyRing } from './key-ring';
import { createKeyTester } from './key-tester';
import { createKeyService } from './keys';
import { createLastUsed } from './last-used';
import { listPlacesInUse, type PlaceInUse } from './places-in-use';
import { createProviderBook } from './provider-book';
import { summariseProvider } from './provider-summary';
import { createProviderService } from './providers';
import { createRequestService } from './requests';
import { createRoutingService } from './routing';
import { createSettings, type NetworkSettings } from './settings';
import { createStatusService } from './status';
import type { Services } from './types';
import { createVaultService } from './vault';
import { createWorkspaceBook, createWorkspaceService, ensurePersonalWorkspace } from './workspaces';

export { createLocalServers, parseLocalServers } from './local-servers';

/** Everything that is known and can be done, without a window, a socket or a file format. */
export interface ServiceSet {
  readonly services: Services;
  readonly credentials: CredentialDirectory;
  readonly keyRing: KeyRing;
  readonly providers: ProviderDirectory;
  readonly aliases: AliasBook;
  readonly gate: GatewaySwitch;
  /** How requests leave this computer, for the transport. */
  readonly network: NetworkSettings;
  /** Where requests may go at any time, for the transport. */
  readonly placesInUse: () => readonly PlaceInUse[];
  /** Models of custom providers, for the catalog. */
  readonly customModels: () => readonly ModelFacts[];
  /** For the health book: what it learns is told to everybody who listens. */
  readonly keyHealthChanged: (keyId: string, health: KeyHealth) => void;
  readonly providerHealthChanged: (providerId: string) => void;
  /** Begins to look for local servers; does not wait for them. */
  start(): void;
  /** New requests are turned away from now on. */
  beginShutdown(): void;
  /** Writes down what is still in memory. Storage must be open. */
  dispose(): void;
}

/** Reads everything once; from then on answers come from memory. */
export function createServices(deps: ServiceDependencies): ServiceSet {
  const { vault, localServers } = deps;
  const world = createWorld(deps);
  const { providers, aliases, agentTokens, workspaces, lastUsed, keyRing, gate, tell } = world;
  ensurePersonalWorkspace({ ...deps, book: workspaces });
  const services = buildServices(deps, world);
  const subscriptions = [
    localServers.onChange(tell.providerChanged),
    vault.onChange(() => tell.changed('keys')),
    world.settings.onChange(tell.settingsChanged),
  ];
  return {
    services,
    credentials: createCredentialDirectory({
      ...deps,
      agentTokens,
      workspaces,
      lastUsed: lastUsed.agentTokens,
    }),
    keyRing,
    providers,
    aliases,
    gate,
    network: world.network,
    placesInUse: () => listPlacesInUse({ providers, keyRing }),
    customModels: providers.customModels,
    keyHealthChanged: tell.keyHealthChanged,
    providerHealthChanged: tell.providerHealthChanged,
    start: localServers.start,
    beginShutdown: gate.beginShutdown,
    dispose() {
      gate.beginShutdown();
      localServers.stop();
      for (const end of subscriptions) end();
      lastUsed.keys.flush();
      lastUsed.agentTokens.flush();
    },
  };
}

/** What the services share. */
function createWorld(deps: ServiceDependencies) {
  const events = createEventHub();
  const books = createBooks(deps);
  const lastUsed = createLastUsedPair(deps);
  const gate = createGate(deps.storage);
  const keyRing = createKeyRing({ book: books.keys, vault: deps.vault, lastUsed: lastUsed.keys });
  const isProvider = (id: string) => books.providers.get(id) !== null;
  const { settings, network } = createSettings({ ...deps, isProvider });
  const status = createStatusService({ ...deps, ...books, gate, events, settings });
  const tell = createAnnouncer({ ...deps, ...books, status, events, settings });
  return { ...books, events, lastUsed, gate, status, keyRing, settings, network, tell };
}

function buildServices(deps: ServiceDependencies, world: ReturnType<typeof createWorld>): Services {
  const { status, events, tell, lastUsed, keyRing } = world;
  const parts = { ...deps, ...world };
  const workspaces = createWorkspaceService({ ...parts, book: world.workspaces });
  return {
    status,
    vault: createVaultService(parts),
    workspaces,
    providers: createProviderService({
      ...parts,
      book: world.providers,
      onChange: tell.providerChanged,
      onKeysChange: tell.keysChanged,
    }),
    keys: createKeyService({
      ...parts,
      book: world.keys,
      ring: keyRing,
      tester: createKeyTester(deps),
      lastUsed: lastUsed.keys,
      onChange: tell.keysChanged,
    }),
    aliases: createAliasService({ ...parts, book: world.aliases, onChange: () => tell.changed('aliases') }),
    agentTokens: createAgentTokenService({
      ...parts,
      book: world.agentTokens,
      lastUsed: lastUsed.agentTokens,
      onChange: () => tell.changed('agent_tokens'),
    }),
    requests: createRequestService(deps),
    settings: world.settings,
    routing: createRoutingService({ workspaces, gateway: deps.gateway }),
    events,
  };
}

function createBooks(deps: ServiceDependencies) {
  return {
    keys: createKeyBook(deps),
    agentTokens: createAgentTokenBook(deps),
    workspaces: createWorkspaceBook(deps),
    providers: createProviderBook(deps),
    aliases: createAliasBook(deps),
  };
}

function createLastUsedPair({ storage, clock }: ServiceDependencies) {
  return {
    keys: createLastUsed({ clock, write: (used) => storage.keys.touch(used) }),
    agentTokens: createLastUsed({ clock, write: (used) => storage.agentTokens.touch(used) }),
  };
}

type AnnouncerParts = ServiceDependencies &
  ReturnType<typeof createBooks> &
  Pick<Services, 'status' | 'events' | 'settings'>;

/** Turns a change into the events about everything it changes. */
function createAnnouncer(parts: AnnouncerParts) {
  const { providers, keys, status, events } = parts;
  function providerHealthChanged(providerId: string): void {
    const provider = providers.get(providerId);
    if (!provider) return;
    events.emit({ type: 'provider', provider: summariseProvider(provider, parts) });
  }

  function changed(collection: Collection): void {
    events.emit({ type: 'changed', collection });
    events.emit({ type: 'status', status: status.get() });
  }

  return {
    changed,
    providerHealthChanged,
    settingsChanged() {
      events.emit({ type: 'changed', collection: 'settings' });
      // Which providers count as configured depends on them.
      changed('providers');
    },
    providerChanged(providerId: string) {
      providerHealthChanged(providerId);
      changed('providers');
    },
    keysChanged(providerId: string) {
      providerHealthChanged(providerId);
      changed('keys');
    },
    keyHealthChanged(keyId: string, keyHealth: KeyHealth) {
      const key = keys.get(keyId);
      if (!key) return;
      events.emit({ type: 'key_health', key_id: keyId, provider: key.provider, health: keyHealth });
      providerHealthChanged(key.provider);
    },
  };
}
