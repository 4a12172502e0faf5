import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { openVault, type VaultNeeds } from '../../../src/main/vault';
import type { KeyWrapping } from '../../../src/main/vault/types';

export const NO_KEYCHAIN: KeyWrapping = {
  isAvailable: () => false,
  wrap: () => {
    throw new Error('there is no keychain');
  },
  unwrap: () => {
    throw new Error('there is no keychain');
  },
};

/** Wraps under a key of its own, as a keyring does; a second one cannot open what the first wrapped. */
export function makeKeychain(): KeyWrapping {
  const key = randomBytes(32);
  const nonce = Buffer.alloc(12);
  return {
    isAvailable: () => true,
    wrap: (plain) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap: (wrapped) => {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAuthTag(wrapped.subarray(wrapped.length - 16));
      const plain = decipher.update(wrapped.subarray(0, wrapped.length - 16));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    },
  };
}

export class MemorySettings {
  readonly values = new Map<string, string>();
  get(name: string): string | null {
    return this.values.get(name) ?? null;
  }
  set(name: string, value: string): void {
    this.values.set(name, value);
  }
  /** The one stored record. */
  record(): string {
    return [...this.values.values()].join();
  }
}

export function openTestVault(settings: MemorySettings, change: Partial<VaultNeeds> = {}) {
  return openVault({ settings, keyWrapping: NO_KEYCHAIN, passphrase: null, ...change });
}
