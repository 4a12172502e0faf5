import { z } from 'zod';

/** The first unlock of an empty vault chooses the passphrase, hence the length. */
export const vaultUnlockRequest = z.strictObject({
  passphrase: z.string().min(8, 'needs at least 8 characters').max(1024),
});

export type VaultUnlockRequest = z.output<typeof vaultUnlockRequest>;
