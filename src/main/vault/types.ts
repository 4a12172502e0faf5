import type { VaultProtection, VaultState } from '../../shared/domain/status';

/** How the operating system guards the data key: Electron's safeStorage, injected so that the vault runs without Electron. */
export interface KeyWrapping {
  /** False where there is no real keychain; `basic_text` counts as none. */
  isAvailable(): boolean;
  wrap(plain: string): Uint8Array;
  unwrap(wrapped: Uint8Array): string;
}

export interface VaultGuard {
  readonly state: VaultState;
  readonly protection: VaultProtection;
}

/** Why the way the data key is guarded was not changed. Then nothing has changed. */
export type GuardRefusal = 'wrong_passphrase' | 'no_keychain' | 'locked' | 'not_needed';

export type GuardChange = { readonly ok: true } | { readonly ok: false; readonly reason: GuardRefusal };

/** Encrypts credentials under a data key that the operating system or a passphrase guards. */
export interface Vault {
  /** The same object until something in it changes. */
  status(): VaultGuard;
  /** Whether a keychain was there when the program started. */
  readonly hasKeychain: boolean;
  /**
   * Chooses the passphrase when there is no protection yet, else unlocks. Where a keychain guards the vault,
   * that is asked, and the passphrase is of no interest.
   * Resolves to false when the passphrase is wrong; then nothing has changed.
   */
  unlock(passphrase: string): Promise<boolean>;
  /**
   * AES-256-GCM with a fresh nonce and `rowId` as associated data. Throws VaultLockedError.
   * Whoever keeps the result hands a SealedStore to `keep`, or re-encryption will make it unreadable.
   */
  seal(rowId: string, secret: string): Uint8Array;
  /** Throws VaultLockedError or SealBrokenError. */
  open(rowId: string, sealed: Uint8Array): string;
  /** Called after every change of `status()`. */
  onChange(listener: () => void): () => void;
  /** Forgets the data key. */
  lock(): void;
  /** Whether it is the one that guards the vault. Takes as long as unlocking, and changes nothing. */
  isPassphrase(passphrase: string): Promise<boolean>;
  /** A new passphrase in place of the old one. Works while locked too, and leaves it so. */
  changePassphrase(current: string, next: string): Promise<GuardChange>;
  /** `passphrase`: the present one on the way to a keychain, the new one on the way from it. */
  moveTo(protection: VaultProtection, passphrase: string): Promise<GuardChange>;
  readonly rekeying: Rekeying;
  readonly contents: ContentSeal;
}

/** For large things: they are sealed under keys of their own, which the vault seals. All throw VaultLockedError or SealBrokenError. */
export interface ContentSeal {
  /** Under which id the keys are sealed: whoever keeps one hands it to `rekeying.keep`. */
  readonly keyRow: string;
  /** A new key, sealed. */
  makeKey(): Uint8Array;
  seal(sealedKey: Uint8Array, id: string, text: string): Uint8Array;
  open(sealedKey: Uint8Array, id: string, sealed: Uint8Array): string;
}

/** Everything that some part of the program keeps sealed. */
export interface SealedStore {
  list(): readonly SealedItem[];
  /** All of them or none; later ones of the same `list()` stay as they are. */
  replace(items: readonly SealedItem[]): void;
}

export interface SealedItem {
  readonly rowId: string;
  readonly sealed: Uint8Array;
}

/**
 * A new data key in place of the old one, in steps between which the program may die: begin (the new one is
 * stored, and the old one sealed under it), seal everything anew, end (the old one is forgotten).
 */
export interface Rekeying {
  /** From here on the store's items are sealed anew too. The returned function ends that. */
  keep(store: SealedStore): () => void;
  stores(): readonly SealedStore[];
  /** Begun and not ended, in an earlier run of the program too. */
  isUnderWay(): boolean;
  /** `passphrase` counts only where one guards the vault. */
  begin(passphrase: string): Promise<GuardChange>;
  /** False: still sealed under an earlier data key. Throws VaultLockedError. */
  isCurrent(sealed: Uint8Array): boolean;
  /** Throws VaultLockedError or SealBrokenError. */
  sealAnew(item: SealedItem): SealedItem;
  /** Whatever is still sealed under the old data key cannot be opened from now on. Throws VaultLockedError. */
  end(): void;
}

/** HMAC-SHA-256 under a key of this installation: what tokens are stored and compared as. 32 bytes. */
export interface TokenHasher {
  hash(text: string): Buffer;
  /** Under each of the keys that restored tokens came with. */
  otherHashes(text: string): readonly Buffer[];
  /** The own one first. Secret: for an encrypted backup alone. */
  keys(): readonly Buffer[];
  /** Replaces all keys, in the file too; the first is the own one from now on. */
  adopt(keys: readonly Buffer[]): void;
  /** Names the keys, the own one first, without telling anything about them. */
  fingerprints(): readonly string[];
  /** There was no key, so one was made now. */
  readonly isNew: boolean;
  /** Called after `adopt`. */
  onAdopt(listener: () => void): void;
}
