import { randomBytes } from 'node:crypto';
import { DATA_KEY_BYTES, decrypt, encrypt } from './seal';
import type { ContentSeal, Vault } from './types';

const KEY_ROW = 'recordings key';

/**
 * A key of its own, sealed by the vault, for what is too much to be sealed anew with every new data key. It is opened
 * for each use: once the vault is locked, nothing of it is left in memory.
 */
export function createContentSeal(vault: Pick<Vault, 'seal' | 'open'>): ContentSeal {
  function withKey<T>(sealedKey: Uint8Array, use: (key: Buffer) => T): T {
    const key = Buffer.from(vault.open(KEY_ROW, sealedKey), 'base64');
    try {
      return use(key);
    } finally {
      key.fill(0);
    }
  }

  return {
    keyRow: KEY_ROW,
    makeKey: () => vault.seal(KEY_ROW, randomBytes(DATA_KEY_BYTES).toString('base64')),
    seal: (sealedKey, id, text) => withKey(sealedKey, (key) => encrypt(key, id, Buffer.from(text, 'utf8'))),
    open: (sealedKey, id, sealed) => withKey(sealedKey, (key) => decrypt(key, id, sealed).toString('utf8')),
  };
}
