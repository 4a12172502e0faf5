import { z } from 'zod';
import { SealBrokenError, VaultRecordError } from './errors';
import { keychainWrapped } from './keychain-wrapping';
import { passphraseWrapped } from './passphrase-wrapping';
import { seal, unseal } from './seal';

const RECORD_NAME = 'vault.data_key';
const RETIRED_CONTEXT = 'spidergate retired data key';

/** There while everything is being sealed anew: the data keys before, each sealed under the wrapped one. */
const retired = { retired: z.array(z.base64().min(1)).max(8).optional() };

const dataKeyRecord = z.discriminatedUnion('protection', [
  keychainWrapped.extend(retired),
  passphraseWrapped.extend(retired),
]);

export type DataKeyRecord = z.output<typeof dataKeyRecord>;

/** Where the wrapped data key is kept; storage's settings fit. */
export interface SettingStore {
  get(name: string): string | null;
  /** One atomic write. */
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
  write(settings, record);
}

/** Only in place of the record that `next` was made from, or the data key of the other one would be lost. */
export function replaceDataKeyRecord(
  settings: SettingStore,
  before: DataKeyRecord,
  next: DataKeyRecord,
): void {
  if (readDataKeyRecord(settings)?.wrapped !== before.wrapped) throw new VaultRecordError();
  write(settings, next);
}

export function sealRetired(current: Uint8Array, before: Uint8Array): string {
  return seal(current, RETIRED_CONTEXT, before).toString('base64');
}

/** Those that can still be read: one that was tampered with costs only what is still sealed under it. */
export function openRetired(current: Uint8Array, record: DataKeyRecord): readonly Buffer[] {
  return (record.retired ?? []).flatMap((sealed) => {
    try {
      return [unseal(current, RETIRED_CONTEXT, Buffer.from(sealed, 'base64'))];
    } catch (error) {
      if (error instanceof SealBrokenError) return [];
      throw error;
    }
  });
}

function write(settings: SettingStore, record: DataKeyRecord): void {
  settings.set(RECORD_NAME, JSON.stringify(record));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
