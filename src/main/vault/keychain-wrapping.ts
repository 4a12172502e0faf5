import { z } from 'zod';
import { DATA_KEY_BYTES } from './seal';
import type { KeyWrapping } from './types';

/** A data key under the operating system's keychain. */
export const keychainWrapped = z.strictObject({
  version: z.literal(1),
  protection: z.literal('os_keychain'),
  wrapped: z.base64().min(1),
});

type KeychainWrapped = z.output<typeof keychainWrapped>;

/** `null` where there is no keychain, or it refuses, or does not give back what it was given. */
export function wrapWithKeychain(keychain: KeyWrapping, dataKey: Buffer): KeychainWrapped | null {
  return orNull(() => {
    if (!keychain.isAvailable()) return null;
    const wrapped = Buffer.from(keychain.wrap(dataKey.toString('base64')));
    const record = { version: 1, protection: 'os_keychain', wrapped: wrapped.toString('base64') } as const;
    return unwrapWithKeychain(keychain, record)?.equals(dataKey) ? record : null;
  });
}

/** `null` where the keychain is gone or refuses, e.g. because it is locked or belongs to another user. */
export function unwrapWithKeychain(keychain: KeyWrapping, record: KeychainWrapped): Buffer | null {
  return orNull(() => {
    if (!keychain.isAvailable()) return null;
    const dataKey = Buffer.from(keychain.unwrap(Buffer.from(record.wrapped, 'base64')), 'base64');
    return dataKey.length === DATA_KEY_BYTES ? dataKey : null;
  });
}

/** Keychains throw for everything, a denied prompt included; none of it may stop the program. */
function orNull<T>(ask: () => T | null): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
