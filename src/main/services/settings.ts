import type { Settings } from '../../shared/domain/settings';
import type { SettingsUpdateRequest } from '../../shared/ipc/settings';
import type { SettingTable } from '../storage/types';
import type { Vault } from '../vault/types';
import { createProxyPasswords, type PlannedAddresses, type ProxyPasswords } from './proxy-passwords';
import { type CertificateAnswer, readCertificates } from './read-certificates';
import { refuse } from './refusals';
import { readSettingsRecord, type SettingsRecord, writeSettingsRecord } from './settings-record';
import type { SettingsService } from './types';

const GENERAL = 'proxy.url';
const OF_PROVIDER = 'proxy.providers.';

/** What the way out needs to know, passwords included: for the transport alone, never for an interface. */
export interface NetworkSettings {
  current(): {
    readonly proxy: Settings['proxy'];
    /** PEM. */
    readonly extraCertificates: readonly string[];
    /** Why the certificates are not used although they are wanted, for the log. */
    readonly problem: string | null;
  };
  /** The returned function ends the subscription. */
  onChange(listener: () => void): () => void;
}

interface SettingsParts {
  readonly storage: { readonly settings: SettingTable };
  readonly vault: Vault;
  readonly isProvider: (id: string) => boolean;
}

export interface SettingsPair {
  readonly settings: SettingsService;
  readonly network: NetworkSettings;
  readonly restoring: SettingsRestoring;
}

/** For what replaces settings together with everything else, in one transaction of its own. */
export interface SettingsRestoring {
  /** What `update` would store. Changes nothing; throws where `update` would. */
  plan(change: SettingsUpdateRequest, isProvider: (id: string) => boolean): SettingsRecord;
  current(): SettingsRecord;
  /** Storage holds others now. */
  reload(): void;
}

export function createSettings(parts: SettingsParts): SettingsPair {
  const { storage, vault } = parts;
  const stored = readSettingsRecord(storage.settings);
  const passwords = createProxyPasswords(vault, stored.sealed);
  const listeners = new Set<(settings: Settings) => void>();
  let settings = stored.settings;
  let trusted = readTrusted(settings.extra_ca_file);

  vault.rekeying.keep({
    list: () => passwords.items(),
    replace(items) {
      const sealed = passwords.withItems(items);
      writeSettingsRecord(storage.settings, { settings, sealed });
      passwords.replace(sealed);
    },
  });

  function plan(change: SettingsUpdateRequest, isProvider: (id: string) => boolean): PlannedSettings {
    const wanted = merge(settings, change);
    requireProviders(wanted, settings, isProvider);
    const planned = planAddresses(wanted, settings, passwords);
    const certificates = change.extra_ca_file === undefined ? trusted : requireTrusted(wanted.extra_ca_file);
    return { settings: withAddresses(wanted, planned.shown), sealed: planned.sealed, certificates };
  }

  function adopt(next: PlannedSettings): void {
    passwords.replace(next.sealed);
    settings = next.settings;
    trusted = next.certificates;
    for (const listener of [...listeners]) listener(settings);
  }

  function update(change: SettingsUpdateRequest): Settings {
    const planned = plan(change, parts.isProvider);
    writeSettingsRecord(storage.settings, planned);
    adopt(planned);
    return settings;
  }

  return {
    settings: {
      get: () => settings,
      update,
      onChange: (listener) => subscribe(listeners, listener),
    },
    network: {
      current: () => describeNetwork(settings, passwords, trusted),
      onChange(listener) {
        // Passwords can be read as soon as the vault is open.
        const endings = [subscribe(listeners, () => listener()), vault.onChange(listener)];
        return () => {
          for (const end of endings) end();
        };
      },
    },
    restoring: {
      plan: (change, isProvider) => {
        const { certificates, ...record } = plan(change, isProvider);
        return record;
      },
      current: () => ({ settings, sealed: passwords.sealed() }),
      reload() {
        const record = readSettingsRecord(storage.settings);
        adopt({ ...record, certificates: readTrusted(record.settings.extra_ca_file) });
      },
    },
  };
}

interface PlannedSettings extends SettingsRecord {
  readonly certificates: CertificateAnswer;
}

function describeNetwork(settings: Settings, passwords: ProxyPasswords, trusted: CertificateAnswer) {
  const filled = [...addressesOf(settings)].map(
    ([place, shown]) => [place, passwords.fill(place, shown)] as const,
  );
  return {
    proxy: withAddresses(settings, new Map(filled)).proxy,
    extraCertificates: trusted.ok ? trusted.certificates : [],
    problem: trusted.ok ? null : `extra_ca_file ${trusted.reason}`,
  };
}

function subscribe<T>(listeners: Set<(value: T) => void>, listener: (value: T) => void): () => void {
  const own = (value: T) => listener(value);
  listeners.add(own);
  return () => {
    listeners.delete(own);
  };
}

function readTrusted(file: string | null): CertificateAnswer {
  return file === null ? { ok: true, certificates: [] } : readCertificates(file);
}

function requireTrusted(file: string | null): CertificateAnswer {
  const answer = readTrusted(file);
  if (answer.ok) return answer;
  throw refuse('extra_ca_file', `extra_ca_file ${answer.reason}.`);
}

/** What is named replaces what was there; `proxy.providers` as a whole, so that an entry can go. */
function merge(settings: Settings, change: SettingsUpdateRequest): Settings {
  const { proxy } = change;
  return {
    anonymous_providers: change.anonymous_providers ?? settings.anonymous_providers,
    private_prompts_only: change.private_prompts_only ?? settings.private_prompts_only,
    models_dev: change.models_dev ?? settings.models_dev,
    proxy: {
      url: proxy?.url === undefined ? settings.proxy.url : proxy.url,
      no_proxy: proxy?.no_proxy ?? settings.proxy.no_proxy,
      providers: proxy?.providers ?? settings.proxy.providers,
    },
    extra_ca_file: change.extra_ca_file === undefined ? settings.extra_ca_file : change.extra_ca_file,
    first_token_budget_ms: change.first_token_budget_ms ?? settings.first_token_budget_ms,
    stall_ms: change.stall_ms ?? settings.stall_ms,
    time_zone: change.time_zone === undefined ? settings.time_zone : change.time_zone,
    vault_auto_lock_minutes:
      change.vault_auto_lock_minutes === undefined
        ? settings.vault_auto_lock_minutes
        : change.vault_auto_lock_minutes,
    vault_lock_with_system: change.vault_lock_with_system ?? settings.vault_lock_with_system,
    log_retention_days: change.log_retention_days ?? settings.log_retention_days,
    recording_retention_days: change.recording_retention_days ?? settings.recording_retention_days,
    huggingface_client_id: change.huggingface_client_id ?? settings.huggingface_client_id,
  };
}

/** A slip of the pen must not be a proxy that is never used; one that has gone since may stay. */
function requireProviders(wanted: Settings, before: Settings, isProvider: (id: string) => boolean): void {
  for (const id of Object.keys(wanted.proxy.providers)) {
    if (!isProvider(id) && !Object.hasOwn(before.proxy.providers, id))
      throw refuse(OF_PROVIDER + id, `There is no provider with the id "${id}".`);
  }
}

function planAddresses(wanted: Settings, before: Settings, passwords: ProxyPasswords): PlannedAddresses {
  const addresses = addressesOf(wanted);
  for (const [place, text] of addresses) requirePlainAddress(place, text);
  return passwords.plan(addresses, addressesOf(before));
}

function requirePlainAddress(place: string, text: string): void {
  const url = new URL(text);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw refuse(place, `${place} must end with the host and its port.`);
}

/** Setting's name → proxy address. */
function addressesOf({ proxy }: Settings): ReadonlyMap<string, string> {
  const addresses = new Map(proxy.url === null ? [] : [[GENERAL, proxy.url]]);
  for (const [id, address] of Object.entries(proxy.providers)) {
    if (address !== 'direct') addresses.set(OF_PROVIDER + id, address);
  }
  return addresses;
}

function withAddresses(settings: Settings, addresses: ReadonlyMap<string, string>): Settings {
  const { proxy } = settings;
  const providers = Object.entries(proxy.providers).map(
    ([id, address]) => [id, addresses.get(OF_PROVIDER + id) ?? address] as const,
  );
  return {
    ...settings,
    proxy: {
      ...proxy,
      url: proxy.url === null ? null : (addresses.get(GENERAL) ?? proxy.url),
      providers: Object.fromEntries(providers),
    },
  };
}
