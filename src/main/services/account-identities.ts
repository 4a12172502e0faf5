import { z } from 'zod';
import type { KeyRow, Storage } from '../storage/types';
import type { TokenHasher } from '../vault/types';

const SETTING = 'key_accounts';
const stored = z.record(z.string(), z.string());

/** Whose account each key belongs to, as far as providers tell: as keyed hashes, which only serve to compare. */
export interface AccountIdentities {
  /** `null` changes nothing: an answer that names nobody says nothing. */
  learn(key: KeyRow, identity: string | null): void;
  forget(keyId: string): void;
  /** The account name of an earlier key of the provider that belongs to the same account under another name. */
  suggestAccount(key: KeyRow, ofProvider: readonly KeyRow[]): string | null;
}

export function createAccountIdentities(parts: {
  readonly storage: Pick<Storage, 'settings'>;
  readonly tokenHasher: TokenHasher;
}): AccountIdentities {
  const { settings } = parts.storage;
  const known = new Map(Object.entries(readStored(settings.get(SETTING))));
  const write = () => settings.set(SETTING, JSON.stringify(Object.fromEntries(known)));
  return {
    learn(key, identity) {
      if (identity === null) return;
      const hash = parts.tokenHasher.hash(`account ${key.provider} ${identity}`).toString('hex');
      if (known.get(key.id) === hash) return;
      known.set(key.id, hash);
      write();
    },
    forget(keyId) {
      if (known.delete(keyId)) write();
    },
    suggestAccount(key, ofProvider) {
      const own = known.get(key.id);
      if (own === undefined) return null;
      const place = ofProvider.findIndex(({ id }) => id === key.id);
      const twin = ofProvider.slice(0, place).find((other) => known.get(other.id) === own);
      return twin === undefined || twin.account === key.account ? null : twin.account;
    },
  };
}

/** What cannot be read is learned anew. */
function readStored(text: string | null): Record<string, string> {
  try {
    const parsed = stored.safeParse(JSON.parse(text ?? '{}'));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
