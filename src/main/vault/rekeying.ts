import { randomBytes } from 'node:crypto';
import {
  type DataKeyRecord,
  readDataKeyRecord,
  replaceDataKeyRecord,
  type SettingStore,
  sealRetired,
} from './data-key-record';
import { DataKeys } from './data-keys';
import { VaultLockedError } from './errors';
import { wrapWithKeychain } from './keychain-wrapping';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrapping';
import { DATA_KEY_BYTES } from './seal';
import type { GuardChange, GuardRefusal, KeyWrapping, Rekeying, SealedStore } from './types';

interface RekeyingParts {
  readonly settings: SettingStore;
  readonly keychain: KeyWrapping;
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  /** `null` while the vault is locked. */
  readonly keys: () => DataKeys | null;
  /** Wipes those before. */
  readonly replaceKeys: (keys: DataKeys) => void;
}

export function createRekeying(parts: RekeyingParts): Rekeying {
  const { settings } = parts;
  const stores = new Set<SealedStore>();

  function requireKeys(): DataKeys {
    const keys = parts.keys();
    if (keys === null) throw new VaultLockedError();
    return keys;
  }

  return {
    keep(store) {
      stores.add(store);
      return () => {
        stores.delete(store);
      };
    },
    stores: () => [...stores],
    isUnderWay: () => hasRetired(readDataKeyRecord(settings)),
    begin: (passphrase) => parts.inTurn(() => begin(parts, passphrase)),
    isCurrent: (sealed) => requireKeys().isCurrent(sealed),
    sealAnew({ rowId, sealed }) {
      const keys = requireKeys();
      const plain = keys.open(rowId, sealed);
      const anew = keys.seal(rowId, plain);
      plain.fill(0);
      return { rowId, sealed: anew };
    },
    end() {
      const keys = requireKeys();
      const record = readDataKeyRecord(settings);
      if (record === null || !hasRetired(record)) return;
      const { retired: _, ...rest } = record;
      replaceDataKeyRecord(settings, record, rest);
      parts.replaceKeys(new DataKeys(Buffer.from(keys.current), []));
    },
  };
}

function hasRetired(record: DataKeyRecord | null): boolean {
  return record !== null && (record.retired ?? []).length > 0;
}

/** One write stores the new data key and, sealed under it, the old one: before it nothing has begun, after it nothing is lost. */
async function begin(parts: RekeyingParts, passphrase: string): Promise<GuardChange> {
  const record = readDataKeyRecord(parts.settings);
  if (record === null || parts.keys() === null) return refuse('locked');
  if (hasRetired(record)) return refuse('not_needed');
  const next = randomBytes(DATA_KEY_BYTES);
  const wrapped = await wrapNew(parts, record, next, passphrase);
  if (typeof wrapped === 'string') return refuse(wrapped);
  // It may have been locked while the wrapping key was derived.
  const before = parts.keys();
  if (before === null) return refuse('locked');
  const old = Buffer.from(before.current);
  replaceDataKeyRecord(parts.settings, record, { ...wrapped, retired: [sealRetired(next, old)] });
  parts.replaceKeys(new DataKeys(next, [old]));
  return { ok: true };
}

async function wrapNew(
  { keychain }: RekeyingParts,
  record: DataKeyRecord,
  next: Buffer,
  passphrase: string,
): Promise<DataKeyRecord | GuardRefusal> {
  if (record.protection === 'os_keychain') return wrapWithKeychain(keychain, next) ?? 'no_keychain';
  const known = await unwrapWithPassphrase(record, passphrase);
  if (known === null) return 'wrong_passphrase';
  known.fill(0);
  return wrapWithPassphrase(next, passphrase);
}

function refuse(reason: GuardRefusal): GuardChange {
  return { ok: false, reason };
}
