import type { KeyHealth } from '../../shared/domain/health';
import type { Calendar } from '../../shared/time/calendar';
import type {
  AliasBook,
  CredentialDirectory,
  GatewaySwitch,
  KeyRing,
  ProviderDirectory,
  UsageBook,
} from '../gateway/ports';
import type { Recorder } from '../gateway/recorder';
import type { ModelFacts } from '../gateway/types';
import { createAgentTokenService } from './agent-tokens';
import { createAliasService } from './aliases';
import { createAnnouncer } from './announcer';
import { createAttention } from './attention';

import { createBackupService } from './backup/backup-service';
import { createConfigService } from './backup/config-service';
import { createBooks, createLastUsedBooks } from './books';
import { openConnect } from './connect';
import type { Renewals } from './connect/renewals';
import { createCredentialDirectory } from './credential-directory';
import type { ServiceDependencies } from './dependencies';
import { createDiagnosticsService } from './diagnostics';
import { createEventHub } from './event-hub';
import { createGate } from './gate';
import { createInvites } from './invites';
import { createKeyRing } from './key-ring';
import { createLastApps } from './last-apps';
import { createLogRetention } from './log-retention';
import { createModelService } from './models';
import { openKeys } from './open-keys';
import { createOrigins } from './origins';
import { createOverviewService } from './overview';
import { listPlacesInUse, type PlaceInUse } from './places-in-use';
import { createProviderService } from './providers';
import { createRecordings } from './recordings';
import { createRequestService } from './requests';
import { createRoutingService } from './routing';
import { createSettings, type NetworkSettings } from './settings';
import { createStatusService } from './status';
import { createTestRunService } from './test-run';
import { followTimeZone } from './time-zone';
import type { InviteDoor, OriginGate, Services } from './types';
import { createUsageBook, createUsageService } from './usage';
import { createDamagedKeys, createVaultCare, type VaultCare, withDamage } from './vault';
import { createWorkspaceService, ensurePersonalWorkspace } from './workspaces';

export { withRenewal } from './connect/with-renewal';
export { createLocalServers, parseLocalServers } from './local-servers';
export { PORT_SETTING } from './status';
export { createToldThresholds } from './told-thresholds';

/** Everything that is known and can be done, without a window, a socket or a file format. */
export interface ServiceSet {
  readonly services: Services;
  readonly credentials: CredentialDirectory;
  readonly keyRing: KeyRing;
  readonly providers: ProviderDirectory;
  readonly aliases: AliasBook;
  readonly gate: GatewaySwitch;
  /** Which pages and apps of browser engines may come in. */
  readonly originGate: OriginGate;
  /** What contributors reach through a server. */
  readonly inviteDoor: InviteDoor;
  /** For the gateway: keeps what the user wants kept. */
  readonly recorder: Recorder;
  /** In the user's time zone. */
  readonly calendar: Calendar;
  /** What callers have used, for the Gateway API. */
  readonly usageBook: UsageBook;
  /** How requests leave this computer, for the transport. */
  readonly network: NetworkSettings;
  /** Where requests may go at any time, for the transport. */
  readonly placesInUse: () => readonly PlaceInUse[];
  /** Models of custom providers, for the catalog. */
  readonly customModels: () => readonly ModelFacts[];
  /** What is wrong in the vault, and when the computer woke up. */
  readonly vaultCare: Pick<VaultCare, 'damagedKeys' | 'voidTokens' | 'wake'>;
  /** Keys that end by themselves. */
  readonly renewals: Pick<Renewals, 'follow' | 'replace'>;
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
  const { services, inviteDoor, keyCare, attention, signIns } = buildServices(deps, world);
  const retention = createLogRetention({ ...deps, settings: world.settings });
  const subscriptions = [
    localServers.onChange(tell.providerChanged),
    vault.onChange(() => tell.changed('keys')),
    world.settings.onChange(tell.settingsChanged),
    world.endZone,
  ];
  return {
    services,
    credentials: createCredentialDirectory({
      ...deps,
      agentTokens,
      workspaces,
      lastUsed,
      lastApps: world.lastApps,
    }),
    keyRing,
    providers,
    aliases,
    gate,
    originGate: world.origins.gate,
    inviteDoor,
    recorder: world.recordings.recorder,
    calendar: world.calendar,
    usageBook: createUsageBook(deps),
    network: world.network,
    placesInUse: () => listPlacesInUse({ providers, keyRing }),
    customModels: providers.customModels,
    vaultCare: world.vaultCare,
    renewals: signIns.renewals,
    keyHealthChanged(keyId, keyHealth) {
      tell.keyHealthChanged(keyId, keyHealth);
      keyCare.tests.healthChanged(keyId, keyHealth);
    },
    providerHealthChanged: tell.providerHealthChanged,
    start() {
      localServers.start();
      retention.start();
      world.recordings.start();
      world.vaultCare.start();
      signIns.renewals.follow();
    },
    beginShutdown: gate.beginShutdown,
    dispose() {
      gate.beginShutdown();
      localServers.stop();
      retention.stop();
      world.recordings.dispose();
      attention.dispose();
      keyCare.dispose();
      signIns.dispose();
      world.vaultCare.dispose();
      gate.dispose();
      for (const end of subscriptions) end();
      lastUsed.keys.flush();
      lastUsed.agentTokens.flush();
      lastUsed.workspaces.flush();
      world.lastApps.flush();
    },
  };
}

/** What the services share. */
function createWorld(deps: ServiceDependencies) {
  const events = createEventHub(deps.clock);
  const books = createBooks(deps);
  const damaged = createDamagedKeys({ book: books.keys, vault: deps.vault });
  const health = withDamage(deps.health, damaged);
  const lastUsed = createLastUsedBooks(deps);
  const lastApps = createLastApps({
    ...deps,
    stored: deps.storage.agentTokens.lastApps(),
    write: (apps) => deps.storage.agentTokens.noteApps(apps),
  });
  const gate = createGate({
    ...deps.storage,
    ...deps,
    onOver: () => events.emit({ type: 'status', status: status.get() }),
  });
  const isProvider = (id: string) => books.providers.get(id) !== null;
  const { settings, network, restoring } = createSettings({ ...deps, isProvider });
  const origins = createOrigins({ ...deps, events });
  const zone = followTimeZone({ ...deps, settings });
  const shared = { ...deps, ...books, health, events, settings };
  const onProgress = () => events.emit({ type: 'status', status: status.get() });
  const vaultCare = createVaultCare({ ...shared, damaged, onProgress });
  const onUse = vaultCare.touch;
  const keyRing = createKeyRing({ ...deps, book: books.keys, lastUsed: lastUsed.keys, damaged, onUse });
  const status = createStatusService({ ...shared, ...zone, gate, vaultCare });
  const tell = createAnnouncer({ ...shared, status, lastUsed });
  const recordings = createRecordings(shared);
  return {
    ...books,
    ...zone,
    health,
    vaultCare,
    events,
    lastUsed,
    lastApps,
    gate,
    status,
    keyRing,
    settings,
    network,
    restoring,
    origins,
    recordings,
    tell,
  };
}

function buildServices(deps: ServiceDependencies, world: ReturnType<typeof createWorld>) {
  const { status, events, tell, lastUsed, keyRing } = world;
  const parts = { ...deps, ...world };
  const { keys, keyImport, ...keyCare } = openKeys({
    ...parts,
    book: world.keys,
    ring: keyRing,
    lastUsed: lastUsed.keys,
    onChange: tell.keysChanged,
  });
  const workspaces = createWorkspaceService({
    ...parts,
    book: world.workspaces,
    lastUsed: lastUsed.workspaces,
    onChange: () => tell.changed('workspaces'),
    onRename: tell.workspaceRenamed,
    onContentsGone(gone) {
      for (const key of gone) keyCare.tests.forget(key.id);
      tell.keysGone(gone);
    },
  });
  const connect = openConnect({ ...parts, book: world.keys, keys, onRenewed: tell.keysChanged });
  const invites = createInvites({ ...parts, keys, onChange: () => tell.changed('invites') });
  const watched = {
    keys,
    workspaces,
    agentTokens: createTokenService(deps, world),
    origins: world.origins.service,
    routing: createRoutingService({ workspaces, gateway: deps.gateway }),
  };
  const providers = createProviderService({
    ...parts,
    book: world.providers,
    onChange: tell.providerChanged,
    onKeysChange: tell.keysChanged,
  });
  const attention = createAttention({ ...parts, ...watched, aliasBook: world.aliases });
  const requests = createRequestService(parts);
  const services: Services = {
    status,
    vault: world.vaultCare.service(status),
    workspaces,
    providers,
    keys,
    keyImport,
    connect: connect.service,
    invites: invites.service,
    aliases: createAliasService({ ...parts, book: world.aliases, onChange: () => tell.changed('aliases') }),
    agentTokens: watched.agentTokens,
    requests,
    recordings: world.recordings.service,
    usage: createUsageService(deps),
    overview: createOverviewService(parts),
    attention: attention.service,
    settings: world.settings,
    origins: watched.origins,
    routing: watched.routing,
    testRun: createTestRunService({ ...deps, workspaces, requests }),
    models: createModelService(parts),
    ...createBackupServices(deps, world),
    catalog: { refresh: deps.refreshCatalog },
    diagnostics: createDiagnosticsService({ ...parts, ...watched, attention: attention.service, providers }),
    events,
  };
  const signIns = {
    renewals: connect.renewals,
    dispose() {
      invites.dispose();
      connect.dispose();
    },
  };
  return { services, inviteDoor: invites.door, keyCare, attention, signIns };
}

function createTokenService(deps: ServiceDependencies, world: ReturnType<typeof createWorld>) {
  return createAgentTokenService({
    ...deps,
    ...world,
    book: world.agentTokens,
    lastUsed: world.lastUsed.agentTokens,
    onChange: () => world.tell.changed('agent_tokens'),
  });
}

function createBackupServices(deps: ServiceDependencies, world: ReturnType<typeof createWorld>) {
  const parts = { ...deps, ...world, owner: world.vaultCare.owner, onReplaced: world.tell.allReplaced };
  const cost = deps.backupWorkFactor === undefined ? {} : { workFactor: deps.backupWorkFactor };
  return { backup: createBackupService({ ...parts, ...cost }), config: createConfigService(parts) };
}
