import { z } from 'zod';

const SHORTEST = 8;
const MOST = 1024;
/** Fewer are a pattern that is guessed first, however long. */
const FEWEST_DIFFERENT = 5;

/** One that exists: whatever it is, only trying it tells. */
const passphrase = z.string().min(1, 'is needed').max(MOST);

/** One that is chosen. */
export const newPassphrase = z
  .string()
  .min(SHORTEST, `needs at least ${SHORTEST} characters`)
  .max(MOST)
  .refine(
    (text) => new Set(text).size >= FEWEST_DIFFERENT,
    `needs at least ${FEWEST_DIFFERENT} different characters`,
  );

/** None where the keychain is to be asked. The first unlock of an empty vault chooses the passphrase. */
export const vaultUnlockRequest = z.strictObject({ passphrase: passphrase.optional() });

export const vaultPassphraseRequest = z.strictObject({
  current_passphrase: passphrase,
  new_passphrase: newPassphrase,
});

/** `passphrase`: the present one on the way to the keychain, the new one on the way from it. */
export const vaultProtectionRequest = z.discriminatedUnion('protection', [
  z.strictObject({ protection: z.literal('os_keychain'), passphrase }),
  z.strictObject({ protection: z.literal('passphrase'), passphrase: newPassphrase }),
]);

/** The passphrase where one guards the vault. */
export const vaultRekeyRequest = z.strictObject({ passphrase: passphrase.optional() });

export type VaultUnlockRequest = z.output<typeof vaultUnlockRequest>;
export type VaultPassphraseRequest = z.output<typeof vaultPassphraseRequest>;
export type VaultProtectionRequest = z.output<typeof vaultProtectionRequest>;
export type VaultRekeyRequest = z.output<typeof vaultRekeyRequest>;
