import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { VaultProtection, VaultStatus } from '../../shared/domain/status';
import {
  type DataKeyRecord,
  readDataKeyRecord,
  type SettingStore,
  storeFirstDataKeyRecord,
} from './data-key-record';
import { VaultLockedError, VaultRecordError } from './errors';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrapping';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrapping';
import { DATA_KEY_BYTES, seal, unseal } from './seal';
import type { KeyWrapping, Vault } from './types';

export interface VaultNeeds {
  readonly settings: SettingStore;
  readonly keyWrapping: KeyWrapping;
  /** From SPIDERGATE_VAULT_PASSPHRASE; `null` or empty: the user is asked when it is needed. */
  readonly passphrase: string | null;
}

/** Opens as far as it can without asking. A wrong passphrase or a missing keychain leaves it locked, without throwing. */
export async function openVault({ settings, keyWrapping, passphrase }: VaultNeeds): Promise<Vault> {
  const vault = new DataKeyVault(settings, keyWrapping);
  await vault.start(passphrase === '' ? null : passphrase);
  return vault;
}

class DataKeyVault implements Vault {
  readonly #settings: SettingStore;
  readonly #keychain: KeyWrapping;
  readonly #listeners = new Set<() => void>();
  /** `null` while no data key was ever made. */
  #protection: VaultProtection | null = null;
  #dataKey: Buffer | null = null;
  /** The same, prepared once: preparing it for every key that is used would take longer than using it. */
  #prepared: KeyObject | null = null;
  /** Counts `lock()` calls: an unlock that was under way then must not open the vault again. */
  #locks = 0;
  /** One unlock at a time, or two first ones would each make a data key. */
  #lastUnlock: Promise<unknown> = Promise.resolve();

  constructor(settings: SettingStore, keychain: KeyWrapping) {
    this.#settings = settings;
    this.#keychain = keychain;
  }

  async start(passphrase: string | null): Promise<void> {
    const record = this.#readRecordOrLock();
    if (record === 'damaged') return;
    if (record === null && this.#createUnderKeychain()) return;
    if (record?.protection === 'os_keychain') {
      this.#unlockWithKeychain(record);
    } else if (passphrase !== null) {
      await this.unlock(passphrase);
    }
  }

  status(): VaultStatus {
    if (this.#protection === null) return { state: 'unavailable', protection: 'passphrase' };
    return { state: this.#dataKey === null ? 'locked' : 'unlocked', protection: this.#protection };
  }

  unlock(passphrase: string): Promise<boolean> {
    const attempt = this.#lastUnlock.then(() => this.#unlockNow(passphrase));
    this.#lastUnlock = attempt.catch(() => undefined);
    return attempt;
  }

  seal(rowId: string, secret: string): Uint8Array {
    return seal(this.#requireKey(), rowId, Buffer.from(secret, 'utf8'));
  }

  open(rowId: string, sealed: Uint8Array): string {
    this.#prepared ??= createSecretKey(this.#requireKey());
    const plain = unseal(this.#prepared, rowId, sealed);
    const secret = plain.toString('utf8');
    plain.fill(0);
    return secret;
  }

  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  lock(): void {
    this.#locks += 1;
    if (this.#dataKey === null) return;
    this.#dataKey.fill(0);
    this.#dataKey = null;
    this.#prepared = null;
    this.#announce();
  }

  async #unlockNow(passphrase: string): Promise<boolean> {
    const locks = this.#locks;
    const record = readDataKeyRecord(this.#settings);
    if (record === null) {
      await this.#createUnderPassphrase(passphrase, locks);
      return true;
    }
    // No passphrase opens this one; the keychain may have come back since.
    if (record.protection === 'os_keychain')
      return this.#dataKey !== null || this.#unlockWithKeychain(record);
    const dataKey = await unwrapWithPassphrase(record, passphrase);
    if (dataKey === null) return false;
    this.#adopt(dataKey, 'passphrase', locks);
    return true;
  }

  #unlockWithKeychain(record: Extract<DataKeyRecord, { protection: 'os_keychain' }>): boolean {
    const dataKey = unwrapWithKeychain(this.#keychain, record);
    if (dataKey === null) return false;
    this.#adopt(dataKey, 'os_keychain', this.#locks);
    return true;
  }

  #createUnderKeychain(): boolean {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const record = wrapWithKeychain(this.#keychain, dataKey);
    if (record === null) return false;
    storeFirstDataKeyRecord(this.#settings, record);
    this.#adopt(dataKey, 'os_keychain', this.#locks);
    return true;
  }

  async #createUnderPassphrase(passphrase: string, locks: number): Promise<void> {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    storeFirstDataKeyRecord(this.#settings, await wrapWithPassphrase(dataKey, passphrase));
    this.#adopt(dataKey, 'passphrase', locks);
  }

  #adopt(dataKey: Buffer, protection: VaultProtection, locks: number): void {
    const wasProtected = this.#protection !== null;
    this.#protection = protection;
    const isWanted = this.#dataKey === null && locks === this.#locks;
    if (isWanted) this.#dataKey = dataKey;
    else dataKey.fill(0);
    if (isWanted || !wasProtected) this.#announce();
  }

  /** A record that cannot be read locks the vault; the rest of the program works, and `unlock` says why. */
  #readRecordOrLock(): DataKeyRecord | null | 'damaged' {
    try {
      const record = readDataKeyRecord(this.#settings);
      this.#protection = record?.protection ?? null;
      return record;
    } catch (error) {
      if (!(error instanceof VaultRecordError)) throw error;
      this.#protection = 'passphrase';
      return 'damaged';
    }
  }

  #requireKey(): Buffer {
    if (this.#dataKey === null) throw new VaultLockedError();
    return this.#dataKey;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}
