import type { VaultProtection } from '../../shared/domain/status';
import {
  type DataKeyRecord,
  readDataKeyRecord,
  replaceDataKeyRecord,
  type SettingStore,
} from './data-key-record';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrapping';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrapping';
import type { GuardChange, KeyWrapping } from './types';

interface GuardParts {
  readonly settings: SettingStore;
  readonly keychain: KeyWrapping;
  /** The data key where it is in memory. */
  readonly current: () => Buffer | null;
}

/** Whether it is the one that guards the vault. */
export async function isPassphrase(settings: SettingStore, passphrase: string): Promise<boolean> {
  const record = readDataKeyRecord(settings);
  if (record?.protection !== 'passphrase') return false;
  const dataKey = await unwrapWithPassphrase(record, passphrase);
  dataKey?.fill(0);
  return dataKey !== null;
}

/** The same data key under another passphrase: nothing has to be sealed anew. */
export async function changePassphrase(
  settings: SettingStore,
  current: string,
  next: string,
): Promise<GuardChange> {
  const record = readDataKeyRecord(settings);
  if (record?.protection !== 'passphrase') return { ok: false, reason: 'not_needed' };
  const dataKey = await unwrapWithPassphrase(record, current);
  if (dataKey === null) return { ok: false, reason: 'wrong_passphrase' };
  store(settings, record, await wrapWithPassphrase(dataKey, next));
  dataKey.fill(0);
  return { ok: true };
}

/** The same data key under another protection. */
export async function changeGuard(
  parts: GuardParts,
  protection: VaultProtection,
  passphrase: string,
): Promise<GuardChange> {
  const record = readDataKeyRecord(parts.settings);
  if (record === null) return { ok: false, reason: 'locked' };
  if (record.protection === protection) return { ok: false, reason: 'not_needed' };
  const dataKey = await readDataKey(parts, record, passphrase);
  if (dataKey === null) {
    return { ok: false, reason: record.protection === 'passphrase' ? 'wrong_passphrase' : 'locked' };
  }
  const wrapped =
    protection === 'os_keychain'
      ? wrapWithKeychain(parts.keychain, dataKey)
      : await wrapWithPassphrase(dataKey, passphrase);
  dataKey.fill(0);
  if (wrapped === null) return { ok: false, reason: 'no_keychain' };
  store(parts.settings, record, wrapped);
  return { ok: true };
}

/** A copy, to be wiped. A passphrase is asked for even where the vault is open: whoever sits there must know it. */
async function readDataKey(
  { keychain, current }: GuardParts,
  record: DataKeyRecord,
  passphrase: string,
): Promise<Buffer | null> {
  if (record.protection === 'passphrase') return unwrapWithPassphrase(record, passphrase);
  const held = current();
  return held === null ? unwrapWithKeychain(keychain, record) : Buffer.from(held);
}

/** Deriving a key takes a while; what re-encryption did to the record meanwhile stays. */
function store(settings: SettingStore, before: DataKeyRecord, wrapped: DataKeyRecord): void {
  const retired = readDataKeyRecord(settings)?.retired;
  replaceDataKeyRecord(settings, before, retired === undefined ? wrapped : { ...wrapped, retired });
}
