import type { LookupFunction } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  type ClosableTransport,
  createTransport,
  type NetworkChoice,
  type TransportOptions,
} from '../../../src/main/transport';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/shared/domain/settings';
import { TEST_AUTHORITY } from '../../support/proxy-certificates';
import { type ProxyOptions, type ProxyServer, startProxy } from '../../support/proxy-server';
import { type SecureUpstream, startSecureUpstream } from '../../support/proxy-upstream';

/** Names that end in `.test` mean this computer, and are still not loopback to whoever reads the address. */
const toThisComputer: LookupFunction = (_host, options, callback) => {
  const found = [{ address: '127.0.0.1', family: 4 }];
  if (options.all) callback(null, found);
  else callback(null, '127.0.0.1', 4);
};

export function choose(
  proxy: Partial<Settings['proxy']> = {},
  extraCertificates: readonly string[] = [TEST_AUTHORITY],
): NetworkChoice {
  return { proxy: { ...DEFAULT_SETTINGS.proxy, ...proxy }, extraCertificates };
}

export function networkTransport(choice: NetworkChoice, options: TransportOptions = {}): ClosableTransport {
  const created = createTransport({ lookup: toThisComputer, connectTimeoutMs: 2000, ...options });
  onTestFinished(() => created.close());
  created.configure(choice);
  return created;
}

export async function secureUpstream(
  options: Parameters<typeof startSecureUpstream>[0] = {},
): Promise<SecureUpstream> {
  const started = await startSecureUpstream(options);
  onTestFinished(() => started.close());
  return started;
}

export async function proxy(options: ProxyOptions = {}): Promise<ProxyServer> {
  const started = await startProxy(options);
  onTestFinished(() => started.close());
  return started;
}
