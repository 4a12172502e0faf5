import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootstrap } from '../../src/main/bootstrap';
import { prepareDataDir } from '../../src/main/data-dir';
import type { OAuthServers } from '../../src/main/oauth/types';
import type { KeyWrapping } from '../../src/main/vault/types';
import { type ControlClient, createControlClient } from './control-client';
import { findFreePort } from './free-port';

export interface CoreOptions {
  /** Stays when it is given; otherwise one is made and removed. */
  readonly dataDir?: string;
  readonly port?: number;
  /** `null`: neither keychain nor passphrase. */
  readonly passphrase?: string | null;
  /** As `SPIDERGATE_LOCAL_SERVERS`; none when left out. */
  readonly localServers?: string;
  /** A fake of the providers' sign-in. */
  readonly oauthServers?: OAuthServers;
}

/** The app without Electron, in this process: real sockets, real SQLite file, no window. */
export interface Core {
  readonly gatewayUrl: string;
  readonly port: number;
  readonly control: ControlClient;
  readonly dataDir: string;
  /** Stops it as quitting would. */
  close(): Promise<void>;
}

const noKeychain: KeyWrapping = {
  isAvailable: () => false,
  wrap: () => {
    throw new Error('there is no keychain');
  },
  unwrap: () => {
    throw new Error('there is no keychain');
  },
};

export async function startCore(options: CoreOptions = {}): Promise<Core> {
  const home = mkdtempSync(path.join(tmpdir(), 'sg-'));
  const dataDir = options.dataDir ?? path.join(home, 'data');
  const port = options.port ?? (await findFreePort());
  const prepared = prepareDataDir(dataDir);
  if (!prepared.ok) throw new Error(prepared.message);
  // The entry does this for the app; without it the data dir would look more open than it is.
  const umask = process.umask(0o077);
  const app = await bootstrap({
    dataDir,
    port,
    version: '0.0.0-test',
    keyWrapping: noKeychain,
    passphrase: options.passphrase === undefined ? 'a passphrase for tests' : options.passphrase,
    sqliteBinding: null,
    localServers: options.localServers ?? '',
    ...(options.oauthServers && { oauthServers: options.oauthServers }),
    isSystemOnline: () => true,
    openShell: null,
    announce: () => undefined,
    complain: (line) => {
      throw new Error(line);
    },
  });
  return {
    gatewayUrl: app.gatewayUrl,
    port,
    control: createControlClient(app.controlPath),
    dataDir,
    async close() {
      await app.dispose();
      process.umask(umask);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
