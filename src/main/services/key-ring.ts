import type { KeyRing, SecretAnswer } from '../gateway/ports';
import type { Vault } from '../vault/types';
import type { KeyBook } from './key-book';
import type { LastUsed } from './last-used';

/** The vault as the engine sees it. A seal that is damaged costs only its own key. */
export function createKeyRing(parts: {
  readonly book: KeyBook;
  readonly vault: Vault;
  readonly lastUsed: LastUsed;
}): KeyRing {
  const { book, vault, lastUsed } = parts;
  const isLocked = () => vault.status().state !== 'unlocked';

  function secretOf(keyId: string): SecretAnswer {
    const row = book.get(keyId);
    if (!row) return { ok: false, reason: 'unknown_key' };
    try {
      return { ok: true, secret: vault.open(row.id, row.sealed) };
    } catch {
      return { ok: false, reason: isLocked() ? 'vault_locked' : 'damaged' };
    }
  }

  return {
    keysOf: book.usableOf,
    key: book.usable,
    secretOf,
    isLocked,
    touch: lastUsed.touch,
  };
}
