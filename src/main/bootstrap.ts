import path from 'node:path';
import type { ApiError } from '../shared/domain/event';
import type { PersonalAct } from '../shared/domain/personal-act';
import { embeddedAliases } from './catalog/aliases';
import { type Closers, createClosers } from './closers';
import { createGateway, createHealthBook } from './gateway';
import { SpiderGateError } from './gateway/errors';
import type { Clock } from './gateway/ports';
import { describeFailure } from './log/describe-failure';
import { openLog } from './log/open-log';
import { readLogTail } from './log/read-log-tail';

import type { Log, LogFields } from './log/types';
import { createOAuth } from './oauth';
import type { OAuthServers } from './oauth/types';
import { openCatalog } from './open-catalog';
import { type GatewayAddress, openServers, planAddress } from './open-servers';
import { createPageOpener } from './page-opener';
import { embeddedProviders } from './providers';
import { withDemo } from './providers/demo-upstream';
import { createRequestIds } from './request-ids';
import { openContributePage } from './server/contribute-page';
import { createInviteNetwork } from './server/invite-network';
import {
  createLocalServers,
  createServices,
  createToldThresholds,
  PORT_SETTING,
  parseLocalServers,
  type ServiceSet,
  withRenewal,
} from './services';
import type { Services } from './services/types';
import { openStorage } from './storage';
import type { Storage } from './storage/types';
import { createSystemClock } from './system-clock';
import { createTransport } from './transport';
import {
  hasValidChecksum,
  makeAgentToken,
  makeWorkspaceCredential,
  maskSecret,
  openTokenHasher,
  openVault,
} from './vault';
import type { KeyWrapping } from './vault/types';
import { watchVault } from './watch-vault';
import { openWayOut } from './way-out';

const DEFAULT_PORT = 7743;

/** What a shell around the program is given. The desktop is one; tests and the bench have none. */
export interface ShellParts {
  readonly services: Services;
  readonly log: Log;
  readonly toApiError: (failure: unknown) => ApiError | null;
  readonly describeFailure: (failure: unknown) => LogFields;
  readonly monotonic: () => number;
  readonly after: Clock['after'];
  /** To be called when the computer woke up. */
  readonly wake: () => void;
  /** A page is to be opened in the system's browser. */
  readonly onOpenPage: (listener: (url: string) => void) => () => void;
}

export interface Shell {
  dispose(): void;
}

export interface BootstrapOptions {
  /** Must exist. */
  readonly dataDir: string;
  /** `null`: the stored setting, else 7743. */
  readonly port: number | null;
  readonly version: string;
  readonly keyWrapping: KeyWrapping;
  readonly passphrase: string | null;
  /** The built thread for long reads of the log; without it they happen on this one. */
  readonly logWorkerFile?: string;
  /** The built page of contributors; without it they are given its data alone. */
  readonly contributePageFile?: string;
  /** The SQLite add-on where the shipped one does not fit the runtime. */
  readonly sqliteBinding: string | null;
  /** What the operating system says about its network. */
  readonly isSystemOnline: () => boolean;
  /** The variables that name proxies, and whether connections are opened ahead; neither when left out. */
  readonly network?: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly opensAhead: boolean;
  };
  /** As `SPIDERGATE_LOCAL_SERVERS`; `undefined`: the usual places. */
  readonly localServers: string | undefined;
  /** Where providers let people sign in, when not at their own addresses; for tests. */
  readonly oauthServers?: OAuthServers;
  /** Asks whoever sits at the screen; left out where there is none. */
  readonly askPerson?: (act: PersonalAct) => Promise<boolean>;
  readonly openShell: ((parts: ShellParts) => Shell) | null;
  /** Standard output: called once, when both servers are up. */
  readonly announce: (line: ListeningLine) => void;
  /** Standard error: what is wrong, for the person who started it. */
  readonly complain: (line: string) => void;
}

export interface ListeningLine {
  readonly event: 'listening';
  readonly gateway: string;
  readonly control: string;
}

export interface App {
  readonly gatewayUrl: string;
  readonly controlPath: string;
  logFailure(failure: unknown, message: string): void;
  dispose(): Promise<void>;
}

/** Puts the program together, and nothing else does. Throws when it cannot run at all, e.g. without its database. */
export async function bootstrap(options: BootstrapOptions): Promise<App> {
  const log = openLog(options);
  const closers = createClosers((name, failure) =>
    log.error({ part: name, ...describeFailure(failure) }, 'Not closed cleanly'),
  );
  closers.add('log', log.close);
  try {
    return await compose(options, log, closers);
  } catch (failure) {
    log.error(describeFailure(failure), 'SpiderGate could not start');
    await closers.closeAll();
    throw failure;
  }
}

async function compose(options: BootstrapOptions, log: Log, closers: Closers): Promise<App> {
  const clock = createSystemClock();
  const storage = openStorage({
    file: path.join(options.dataDir, 'spidergate.db'),
    nativeBinding: options.sqliteBinding,
    now: clock.now,
    logWorkerFile: options.logWorkerFile ?? null,
  });
  closers.add('storage', storage.close);
  const interrupted = storage.requests.markInterrupted();
  const address = planAddress(choosePort(options, storage));
  const core = await buildCore({ options, closers, clock, storage, address, log });
  const controlPath = await openServers({ ...core, dataDir: options.dataDir, address, log, closers });
  core.set.start();
  core.wayOut.start();
  core.catalog.start();
  void core.inviteNetwork.sync();
  const shell = options.openShell?.(describeShellParts(core, log, clock));
  if (shell) closers.add('shell', shell.dispose);
  log.info({ version: options.version, port: address.port, interrupted }, 'Started');
  if (address.error === null) {
    options.announce({ event: 'listening', gateway: address.url, control: controlPath });
  } else {
    log.error({ reason: address.error }, 'The Gateway API does not listen');
    options.complain(`spidergate: ${address.error}`);
  }
  return {
    gatewayUrl: address.url,
    controlPath,
    logFailure: (failure, message) => log.error(describeFailure(failure), message),
    dispose: async () => {
      core.set.beginShutdown();
      log.info({}, 'Ending');
      await closers.closeAll();
    },
  };
}

/** An argument or variable wins over the stored setting. */
function choosePort({ port }: BootstrapOptions, { settings }: Storage): number {
  const stored = Number(settings.get(PORT_SETTING));
  return port ?? (Number.isInteger(stored) && stored >= 1 && stored <= 65_535 ? stored : DEFAULT_PORT);
}

interface CoreParts {
  readonly options: BootstrapOptions;
  readonly closers: Closers;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly address: GatewayAddress;
  readonly log: Log;
}

/** Gateway and services, without a socket or a window. */
async function buildCore({ options, closers, clock, storage, address, log }: CoreParts) {
  const vault = await openVault({ ...options, settings: storage.settings });
  closers.add('vault', () => vault.lock());
  const pools = createTransport({ environment: options.network?.environment ?? {} });
  closers.add('transport', pools.close);
  // Health and the transport ask the services, which use them: those knots are tied once all are there.
  let set: ServiceSet | null = null;
  const transport = withRenewal(withDemo(pools), () => set?.renewals ?? null);
  const pages = createPageOpener();
  const health = createHealthBook({
    clock,
    store: storage.health,
    isSystemOnline: options.isSystemOnline,
    provider: (id) => set?.providers.get(id) ?? null,
    key: (id) => set?.keyRing.key(id) ?? null,
    onKeyChange: (keyId, keyHealth) => set?.keyHealthChanged(keyId, keyHealth),
    onProviderChange: (providerId) => set?.providerHealthChanged(providerId),
    // Learned in the middle of a request; whoever listens must not keep it waiting.
    onQuota: (alert) => clock.soon(() => set?.services.events.emit({ type: 'quota', ...alert })),
  });
  closers.add('health', health.flush.bind(health));
  const addresses = parseLocalServers(options.localServers);
  const localServers = createLocalServers({ transport, clock, addresses });
  const contributePage = openContributePage(options.contributePageFile ?? null);
  const newRequestId = createRequestIds({ now: clock.now });
  const inviteDoor = () => set?.inviteDoor ?? null;
  const inviteNetwork = createInviteNetwork({ inviteDoor, contributePage, newRequestId, clock, log });
  closers.add('invite network', inviteNetwork.close);
  const built = createServices({
    inviteNetwork,
    contributePage,
    newRequestId,
    storage,
    vault,
    tokenHasher: openTokenHasher({ file: path.join(options.dataDir, 'token-hash.key') }),
    tokens: { makeAgentToken, hasValidChecksum, makeWorkspaceCredential, maskSecret },
    health,
    transport,
    oauth: createOAuth({ transport: pools, clock, servers: options.oauthServers }),
    openInBrowser: pages.open,
    askPerson: options.askPerson ?? null,
    localServers,
    embeddedProviders,
    embeddedAliases,
    clock,
    version: options.version,
    environment: options.network?.environment ?? {},
    gateway: () => gateway,
    gatewayUrl: () => address.url,
    gatewayError: () => address.error,
    moveGateway: (port) => address.move(port),
    refreshCatalog: () => opened.refresh(),
    readLog: () => readLogTail(options),
  });
  set = built;
  closers.add('services', built.dispose);
  const userAgent = `spidergate/${options.version}`;
  const random = Math.random;
  const opened = await openCatalog({ ...options, set: built, transport, clock, random, userAgent, log });
  closers.add('catalog', opened.close);
  const gateway = createGateway({
    ...built,
    clock,
    random,
    catalog: opened.catalog,
    transport,
    requestLog: storage.requests,
    spendBook: storage.spend,
    toldThresholds: createToldThresholds({ storage, now: clock.now }),
    usageBook: built.usageBook,
    events: built.services.events,
    health,
    policy: built.services.settings.get,
    userAgent,
  });
  const opensAhead = options.network?.opensAhead ?? false;
  const wayOut = openWayOut({ transport: pools, set: built, health, localServers, log, opensAhead });
  closers.add('way out', wayOut.close);
  closers.add('vault watch', watchVault({ vault, set: built, log }));
  return {
    set: built,
    pages,
    catalog: opened,
    wayOut,
    services: built.services,
    originGate: built.originGate,
    inviteDoor: built.inviteDoor,
    inviteNetwork,
    contributePage,
    gateway,
    newRequestId,
  };
}

type Core = Awaited<ReturnType<typeof buildCore>>;

function describeShellParts({ set, services, wayOut, pages }: Core, log: Log, clock: Clock): ShellParts {
  return {
    services,
    log,
    toApiError: (failure) => (failure instanceof SpiderGateError ? failure.toBody().error : null),
    describeFailure,
    monotonic: clock.monotonic,
    after: clock.after,
    wake: () => {
      wayOut.wake();
      set.vaultCare.wake();
      set.renewals.follow();
    },
    onOpenPage: pages.onOpen,
  };
}
