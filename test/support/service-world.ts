import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { embeddedAliases } from '../../src/main/catalog/aliases';
import type { HealthBook } from '../../src/main/gateway/health/types';
import {
  type Clock,
  type Transport,
  TransportError,
  type UpstreamRequest,
} from '../../src/main/gateway/ports';
import { createOAuth } from '../../src/main/oauth';
import type { OAuth } from '../../src/main/oauth/types';
import { embeddedProviders } from '../../src/main/providers';
import {
  createLocalServers,
  createServices,
  parseLocalServers,
  type ServiceSet,
} from '../../src/main/services';
import { openStorage } from '../../src/main/storage';
import type { Storage } from '../../src/main/storage/types';
import { createSystemClock } from '../../src/main/system-clock';
import {
  hasValidChecksum,
  makeAgentToken,
  makeWorkspaceCredential,
  maskSecret,
  openTokenHasher,
  openVault,
} from '../../src/main/vault';
import type { KeyWrapping, Vault } from '../../src/main/vault/types';
import type { AppEvent } from '../../src/shared/domain/event';
import type { PersonalAct } from '../../src/shared/domain/personal-act';
import { createFakeGateway } from './fake-gateway';

export interface ServiceWorld extends ServiceSet {
  readonly storage: Storage;
  readonly storageFile: string;
  readonly vault: Vault;
  readonly events: readonly AppEvent[];
  /** Keys the health book was told to forget or reset. */
  readonly healthCalls: readonly string[];
  /** The same data directory with nothing in memory, as after a restart. */
  restart(): Promise<ServiceWorld>;
}

export interface ServiceWorldOptions {
  readonly clock?: Clock;
  readonly transport?: Transport;
  readonly oauth?: OAuth;
  readonly localServers?: string;
  /** What somebody at the screen says; yes when left out, `null`: nobody is there. */
  readonly askPerson?: ((act: PersonalAct) => Promise<boolean>) | null;
  readonly environment?: Readonly<Record<string, string>>;
  /** False: neither keychain nor passphrase. */
  readonly keychain?: boolean;
  /** Keys the health book calls unhealthy; otherwise none is. */
  readonly isIll?: (keyId: string) => boolean;
  readonly directory?: string;
}

/** All services over a real database file and a real vault. Gone after the test. */
export async function createServiceWorld(options: ServiceWorldOptions = {}): Promise<ServiceWorld> {
  const directory = options.directory ?? makeDirectory();
  const clock = options.clock ?? createSystemClock();
  const transport = options.transport ?? offline;
  const storage = openStorage({ file: join(directory, 'test.db'), nativeBinding: null, now: clock.now });
  const keyWrapping = options.keychain === false ? noKeychain : plainKeychain;
  const vault = await openVault({ settings: storage.settings, keyWrapping, passphrase: null });
  const healthCalls: string[] = [];
  const set = createServices({
    storage,
    vault,
    tokenHasher: openTokenHasher({ file: join(directory, 'token.key') }),
    tokens: { makeAgentToken, hasValidChecksum, makeWorkspaceCredential, maskSecret },
    health: createSilentHealth(healthCalls, options.isIll ?? (() => false)),
    transport,
    oauth: options.oauth ?? createOAuth({ transport, clock }),
    openInBrowser: () => undefined,
    askPerson: options.askPerson === undefined ? async () => true : options.askPerson,
    localServers: createLocalServers({
      transport,
      clock,
      addresses: parseLocalServers(options.localServers ?? ''),
    }),
    inviteNetwork: { sync: async () => {}, addresses: () => [], error: () => null },
    contributePage: (page) => JSON.stringify(page),
    embeddedProviders,
    embeddedAliases,
    clock,
    version: '0.0.0-test',
    newRequestId: () => 'req-test',
    environment: options.environment ?? {},
    backupWorkFactor: 2,
    gateway: () =>
      createFakeGateway(() => {
        throw new Error('no service calls the gateway here');
      }),
    gatewayUrl: () => 'http://127.0.0.1:7743',
    gatewayError: () => null,
    moveGateway: async () => null,
    refreshCatalog: async () => ({ asked: 0, failed: 0 }),
    readLog: async () => [],
  });
  const events: AppEvent[] = [];
  set.services.events.subscribe((event) => events.push(event));
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    set.dispose();
    storage.close();
  };
  onTestFinished(close);
  return {
    ...set,
    storage,
    storageFile: join(directory, 'test.db'),
    vault,
    events,
    healthCalls,
    restart() {
      close();
      return createServiceWorld({ ...options, directory });
    },
  };
}

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'spidergate-services-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const plainKeychain: KeyWrapping = {
  isAvailable: () => true,
  wrap: (plain) => Buffer.from(plain, 'utf8'),
  unwrap: (wrapped) => Buffer.from(wrapped).toString('utf8'),
};

const noKeychain: KeyWrapping = {
  isAvailable: () => false,
  wrap: () => {
    throw new Error('no keychain');
  },
  unwrap: () => {
    throw new Error('no keychain');
  },
};

const offline: Transport = {
  send: () => Promise.reject(new TransportError('unreachable', 'offline in this test')),
};

/** Answers each upstream request by a function, as JSON. */
export function createScriptedTransport(
  answer: (request: UpstreamRequest) => { readonly status: number; readonly body: unknown },
): Transport & { readonly requests: readonly UpstreamRequest[] } {
  const requests: UpstreamRequest[] = [];
  return {
    requests,
    async send(request) {
      requests.push(request);
      const { status, body } = answer(request);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { status, headers: { 'content-type': 'application/json' }, body: single(Buffer.from(text)) };
    },
  };
}

async function* single(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

function createSilentHealth(calls: string[], isIll: (keyId: string) => boolean): HealthBook {
  return {
    keyHealth: (id) => ({
      status: isIll(id) ? 'unhealthy' : 'healthy',
      consecutive_failures: 0,
      cooling_until: null,
      last_error_code: null,
    }),
    providerHealth: () => null,
    quota: () => [],
    resetKey: (id) => calls.push(`reset ${id}`),
    forgetKey: (id) => calls.push(`forget ${id}`),
    wake: () => {},
    flush: () => {},
  };
}
