import path from 'node:path';
import { createKeyBook } from '../../src/main/services/key-book';
import { createRekey } from '../../src/main/services/vault/rekey';
import { openStorage } from '../../src/main/storage';
import type { KeyRow } from '../../src/main/storage/types';
import { createSystemClock } from '../../src/main/system-clock';
import { openVault } from '../../src/main/vault';
import type { KeyWrapping, Vault } from '../../src/main/vault/types';

/** The same in every process, and quick: what a passphrase would cost is not what is tried here. */
const keychain: KeyWrapping = {
  isAvailable: () => true,
  wrap: (plain) => Buffer.from(plain, 'utf8').reverse(),
  unwrap: (wrapped) => Buffer.from(wrapped).reverse().toString('utf8'),
};

/** Keys in a real database under a real vault, without the rest of the program. */
export interface KeyStore {
  readonly vault: Vault;
  fill(secrets: ReadonlyMap<string, string>): void;
  rows(): readonly KeyRow[];
  /** Id → secret. Throws when one cannot be opened. */
  readAll(): ReadonlyMap<string, string>;
  /** Goes on with what an earlier process has begun, else begins; resolves when nothing is left to do. */
  encryptAgain(): Promise<void>;
  isUnderWay(): boolean;
  close(): void;
}

export async function openKeyStore(dataDir: string): Promise<KeyStore> {
  const clock = createSystemClock();
  const file = path.join(dataDir, 'spidergate.db');
  const storage = openStorage({ file, nativeBinding: null, now: clock.now });
  const vault = await openVault({ settings: storage.settings, keyWrapping: keychain, passphrase: null });
  const book = createKeyBook({ storage });
  vault.rekeying.keep({
    list: () => book.list().map((row) => ({ rowId: row.id, sealed: row.sealed })),
    replace: (items) => book.reseal(new Map(items.map(({ rowId, sealed }) => [rowId, sealed]))),
  });
  const rekey = createRekey({ vault, clock, onProgress: () => {}, onEnd: () => storage.forgetDeleted() });
  return {
    vault,
    fill: (secrets) => book.insertAll([...secrets].map((entry) => makeRow(entry, vault))),
    rows: book.list,
    readAll: () => new Map(book.list().map(({ id, sealed }) => [id, vault.open(id, sealed)])),
    async encryptAgain() {
      if (!vault.rekeying.isUnderWay()) await rekey.begin('');
      await rekey.resume();
    },
    isUnderWay: () => vault.rekeying.isUnderWay(),
    close: () => void storage.close(),
  };
}

function makeRow([id, secret]: readonly [string, string], vault: Vault): KeyRow {
  return {
    id,
    provider: 'groq',
    label: id,
    masked: 'gsk_…',
    sealed: vault.seal(id, secret),
    workspaceId: null,
    shareWithPool: true,
    account: 'default',
    priority: 0,
    enabled: true,
    fields: {},
    limits: null,
    createdAt: 1,
    lastUsedAt: null,
  };
}
