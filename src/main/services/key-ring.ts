import type { Clock, KeyRing, SecretAnswer } from '../gateway/ports';
import type { KeyRow } from '../storage/types';
import type { Vault } from '../vault/types';
import { secretIn } from './connect/key-secret';
import type { KeyBook } from './key-book';
import type { LastUsed } from './last-used';
import { createMoment } from './moment';
import type { DamagedKeys } from './vault/damaged-keys';

const OPEN_FOR_MS = 1_000;

/** The vault as the engine sees it. A seal that is damaged costs only its own key. */
export function createKeyRing(parts: {
  readonly clock: Clock;
  readonly book: KeyBook;
  readonly vault: Vault;
  readonly lastUsed: LastUsed;
  readonly damaged: DamagedKeys;
  /** A request has used a key. */
  readonly onUse: () => void;
}): KeyRing {
  const { clock, book, vault, lastUsed, damaged, onUse } = parts;
  // Opening takes longer than choosing the route; a busy key is opened once a second. Another seal is another entry.
  const opened = createMoment<Uint8Array, string>(OPEN_FOR_MS, clock);
  vault.onChange(() => opened.clear());
  const isLocked = () => vault.status().state !== 'unlocked';

  function openSealed(row: KeyRow): string {
    const known = opened.get(row.sealed);
    if (known !== undefined) return known;
    const secret = secretIn(vault.open(row.id, row.sealed));
    opened.set(row.sealed, secret);
    return secret;
  }

  function secretOf(keyId: string): SecretAnswer {
    const row = book.get(keyId);
    if (!row) return { ok: false, reason: 'unknown_key' };
    try {
      return { ok: true, secret: openSealed(row) };
    } catch {
      if (isLocked()) return { ok: false, reason: 'vault_locked' };
      damaged.note(row);
      return { ok: false, reason: 'damaged' };
    }
  }

  return {
    keysOf: book.usableOf,
    key: book.usable,
    secretOf,
    isLocked,
    isDamaged: damaged.has,
    touch(keyId) {
      onUse();
      lastUsed.touch(keyId);
    },
  };
}
