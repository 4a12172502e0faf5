import { randomBytes } from 'node:crypto';
import type { VaultProtection } from '../../shared/domain/status';
import { createContentSeal } from './content-seal';
import {
  type DataKeyRecord,
  openRetired,
  readDataKeyRecord,
  type SettingStore,
  storeFirstDataKeyRecord,
} from './data-key-record';
import { DataKeys } from './data-keys';
import { VaultLockedError, VaultRecordError } from './errors';
import { changeGuard, changePassphrase, isPassphrase } from './guard';
import { unwrapWithKeychain, wrapWithKeychain } from './keychain-wrapping';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase-wrapping';
import { createRekeying } from './rekeying';
import { DATA_KEY_BYTES } from './seal';
import type { ContentSeal, GuardChange, KeyWrapping, Rekeying, Vault, VaultGuard } from './types';

/** Of one that is chosen in the environment; the window and the Control API demand the same. */
const SHORTEST_PASSPHRASE = 8;

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
  #keys: DataKeys | null = null;
  #status: VaultGuard = { state: 'unavailable', protection: 'passphrase' };
  /** Counts `lock()` calls: an unlock that was under way then must not open the vault again. */
  #locks = 0;
  /** One change at a time, or two first unlocks would each make a data key. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  readonly hasKeychain: boolean;
  readonly rekeying: Rekeying;
  readonly contents: ContentSeal = createContentSeal(this);

  constructor(settings: SettingStore, keychain: KeyWrapping) {
    this.#settings = settings;
    this.#keychain = keychain;
    this.hasKeychain = isThere(keychain);
    this.rekeying = createRekeying({
      settings,
      keychain,
      inTurn: (task) => this.#inTurn(task),
      keys: () => this.#keys,
      replaceKeys: (keys) => {
        this.#keys?.forget();
        this.#keys = keys;
      },
    });
  }

  async start(passphrase: string | null): Promise<void> {
    const record = this.#readRecordOrLock();
    if (record === 'damaged') return;
    if (record === null && this.#createUnderKeychain()) return;
    if (record?.protection === 'os_keychain') {
      this.#unlockWithKeychain(record);
    } else if (passphrase !== null && (record !== null || passphrase.length >= SHORTEST_PASSPHRASE)) {
      await this.unlock(passphrase);
    }
  }

  status(): VaultGuard {
    return this.#status;
  }

  unlock(passphrase: string): Promise<boolean> {
    return this.#inTurn(() => this.#unlockNow(passphrase));
  }

  seal(rowId: string, secret: string): Uint8Array {
    const plain = Buffer.from(secret, 'utf8');
    const sealed = this.#requireKeys().seal(rowId, plain);
    plain.fill(0);
    return sealed;
  }

  open(rowId: string, sealed: Uint8Array): string {
    const plain = this.#requireKeys().open(rowId, sealed);
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
    if (this.#keys === null) return;
    this.#keys.forget();
    this.#keys = null;
    this.#announce();
  }

  isPassphrase(passphrase: string): Promise<boolean> {
    return this.#inTurn(() => isPassphrase(this.#settings, passphrase));
  }

  changePassphrase(current: string, next: string): Promise<GuardChange> {
    return this.#inTurn(() => changePassphrase(this.#settings, current, next));
  }

  moveTo(protection: VaultProtection, passphrase: string): Promise<GuardChange> {
    return this.#inTurn(async () => {
      const change = await changeGuard(
        { settings: this.#settings, keychain: this.#keychain, current: () => this.#keys?.current ?? null },
        protection,
        passphrase,
      );
      if (change.ok) {
        this.#protection = protection;
        this.#announce();
      }
      return change;
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(task);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async #unlockNow(passphrase: string): Promise<boolean> {
    const locks = this.#locks;
    const record = readDataKeyRecord(this.#settings);
    if (record === null) {
      await this.#createUnderPassphrase(passphrase, locks);
      return true;
    }
    // No passphrase opens this one; the keychain may have come back since.
    if (record.protection === 'os_keychain') return this.#keys !== null || this.#unlockWithKeychain(record);
    const dataKey = await unwrapWithPassphrase(record, passphrase);
    if (dataKey === null) return false;
    this.#adopt(dataKey, record, locks);
    return true;
  }

  #unlockWithKeychain(record: Extract<DataKeyRecord, { protection: 'os_keychain' }>): boolean {
    const dataKey = unwrapWithKeychain(this.#keychain, record);
    if (dataKey === null) return false;
    this.#adopt(dataKey, record, this.#locks);
    return true;
  }

  #createUnderKeychain(): boolean {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const record = wrapWithKeychain(this.#keychain, dataKey);
    if (record === null) return false;
    storeFirstDataKeyRecord(this.#settings, record);
    this.#adopt(dataKey, record, this.#locks);
    return true;
  }

  async #createUnderPassphrase(passphrase: string, locks: number): Promise<void> {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const record = await wrapWithPassphrase(dataKey, passphrase);
    storeFirstDataKeyRecord(this.#settings, record);
    this.#adopt(dataKey, record, locks);
  }

  #adopt(dataKey: Buffer, record: DataKeyRecord, locks: number): void {
    const wasProtected = this.#protection !== null;
    this.#protection = record.protection;
    const isWanted = this.#keys === null && locks === this.#locks;
    if (isWanted) this.#keys = new DataKeys(dataKey, openRetired(dataKey, record));
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
    } finally {
      this.#status = this.#describe();
    }
  }

  #requireKeys(): DataKeys {
    if (this.#keys === null) throw new VaultLockedError();
    return this.#keys;
  }

  #describe(): VaultGuard {
    if (this.#protection === null) return { state: 'unavailable', protection: 'passphrase' };
    return { state: this.#keys === null ? 'locked' : 'unlocked', protection: this.#protection };
  }

  #announce(): void {
    this.#status = this.#describe();
    for (const listener of this.#listeners) listener();
  }
}

/** Keychains throw for everything. */
function isThere(keychain: KeyWrapping): boolean {
  try {
    return keychain.isAvailable();
  } catch {
    return false;
  }
}
