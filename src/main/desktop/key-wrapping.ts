import { safeStorage } from 'electron';

/** Backends that encrypt with a password everybody knows, or that are not there. */
const NO_KEYCHAIN = new Set(['basic_text', 'unknown']);

/** The vault's `KeyWrapping` by the keychain of the operating system. Usable once Electron is ready. */
export function createKeyWrapping() {
  return {
    isAvailable: (): boolean => safeStorage.isEncryptionAvailable() && hasKeychain(),
    wrap: (plain: string): Uint8Array => safeStorage.encryptString(plain),
    unwrap: (wrapped: Uint8Array): string => safeStorage.decryptString(Buffer.from(wrapped)),
  };
}

function hasKeychain(): boolean {
  return process.platform !== 'linux' || !NO_KEYCHAIN.has(safeStorage.getSelectedStorageBackend());
}
