import type { VaultStatus } from '../../shared/domain/status';

/** How the operating system guards the data key: Electron's safeStorage, injected so that the vault runs without Electron. */
export interface KeyWrapping {
  /** False where there is no real keychain; `basic_text` counts as none. */
  isAvailable(): boolean;
  wrap(plain: string): Uint8Array;
  unwrap(wrapped: Uint8Array): string;
}

/** Encrypts credentials under a data key that the operating system or a passphrase guards. */
export interface Vault {
  status(): VaultStatus;
  /**
   * Chooses the passphrase when there is no protection yet, else unlocks.
   * Resolves to false when the passphrase is wrong; then nothing has changed.
   */
  unlock(passphrase: string): Promise<boolean>;
  /** AES-256-GCM with a fresh nonce and `rowId` as associated data. Throws VaultLockedError. */
  seal(rowId: string, secret: string): Uint8Array;
  /** Throws VaultLockedError or SealBrokenError. */
  open(rowId: string, sealed: Uint8Array): string;
  /** Called after every change of `status()`. */
  onChange(listener: () => void): () => void;
  /** Forgets the data key. */
  lock(): void;
}

/** HMAC-SHA-256 under a key of this installation: what tokens are stored and compared as. 32 bytes. */
export interface TokenHasher {
  hash(text: string): Buffer;
}
