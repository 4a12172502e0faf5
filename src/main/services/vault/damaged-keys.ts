import type { KeyHealth } from '../../../shared/domain/health';
import type { KeyRow } from '../../storage/types';
import type { Vault } from '../../vault/types';
import type { KeyBook } from '../key-book';

/** What is shown as the health of a damaged key. */
export const DAMAGED: KeyHealth = {
  status: 'unhealthy',
  consecutive_failures: 0,
  cooling_until: null,
  last_error_code: 'key_damaged',
};

/** Keys whose sealed secret was altered or belongs to another row. Each is found at the unlock, not only when it is needed. */
export interface DamagedKeys {
  has(keyId: string): boolean;
  list(): readonly KeyRow[];
  /** This one has just refused to open. */
  note(row: KeyRow): void;
}

export function createDamagedKeys(parts: {
  readonly book: Pick<KeyBook, 'get' | 'list'>;
  readonly vault: Vault;
}): DamagedKeys {
  const { book, vault } = parts;
  /** With what would not open: a key that is replaced is not damaged any more. */
  const broken = new Map<string, Uint8Array>();

  function has(keyId: string): boolean {
    if (broken.size === 0) return false;
    const sealed = broken.get(keyId);
    return sealed !== undefined && book.get(keyId)?.sealed === sealed;
  }

  function lookThrough(): void {
    if (vault.status().state !== 'unlocked') return;
    broken.clear();
    for (const row of book.list()) if (!opens(row, vault)) broken.set(row.id, row.sealed);
  }

  lookThrough();
  vault.onChange(lookThrough);
  return {
    has,
    list: () => book.list().filter((row) => has(row.id)),
    note: (row) => void broken.set(row.id, row.sealed),
  };
}

function opens(row: KeyRow, vault: Vault): boolean {
  try {
    vault.open(row.id, row.sealed);
    return true;
  } catch {
    return false;
  }
}
