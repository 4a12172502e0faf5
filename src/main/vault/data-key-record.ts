import { z } from 'zod';
import { VaultRecordError } from './errors';
import { keychainWrapped } from './keychain-wrapping';
import { passphraseWrapped } from './passphrase-wrapping';

const RECORD_NAME = 'vault.data_key';

const dataKeyRecord = z.discriminatedUnion('protection', [keychainWrapped, passphraseWrapped]);

export type DataKeyRecord = z.output<typeof dataKeyRecord>;

/** Where the wrapped data key is kept; storage's settings fit. */
export interface SettingStore {
  get(name: string): string | null;
  set(name: string, value: string): void;
}

/** `null`: none was ever made. Throws VaultRecordError where there is one that cannot be read. */
export function readDataKeyRecord(settings: SettingStore): DataKeyRecord | null {
  const text = settings.get(RECORD_NAME);
  if (text === null) return null;
  const result = dataKeyRecord.safeParse(parseJson(text));
  if (!result.success) throw new VaultRecordError();
  return result.data;
}

/** Never replaces a record: a data key that is overwritten takes every stored credential with it. */
export function storeFirstDataKeyRecord(settings: SettingStore, record: DataKeyRecord): void {
  if (settings.get(RECORD_NAME) !== null) throw new VaultRecordError();
  settings.set(RECORD_NAME, JSON.stringify(record));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
