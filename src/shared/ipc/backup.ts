import { z } from 'zod';
import { vaultUnlockRequest } from './vault';

/** Ten thousand keys and tokens need less than half of it. */
export const LARGEST_BACKUP_BYTES = 8 * 1024 * 1024;
export const LARGEST_CONFIG_BYTES = 2 * 1024 * 1024;

/** It may lie anywhere for years, so it is as long as the vault's at least. */
const newPassphrase = z.string().min(8, 'needs at least 8 characters').max(1024);
const mode = z.enum(['merge', 'replace'], 'must be "merge" or "replace"').default('merge');

/** `vault_passphrase` where one guards the vault: having it open does not make somebody its owner. */
export const backupExportRequest = z.strictObject({
  passphrase: newPassphrase,
  vault_passphrase: vaultUnlockRequest.shape.passphrase,
});

/** Everything of a restore but the file itself. */
export const backupRestoreOptions = z.strictObject({
  passphrase: z.string().min(1).max(1024),
  mode,
  dry_run: z.boolean().default(false),
});

/** Over the Control API the file comes as base64. */
export const backupRestoreRequest = z.strictObject({
  ...backupRestoreOptions.shape,
  file: z
    .base64('must be the file in base64')
    .min(1)
    .max(Math.ceil(LARGEST_BACKUP_BYTES / 3) * 4, 'is too large for a backup'),
});

export const configImportOptions = z.strictObject({ mode, dry_run: z.boolean().default(false) });
export const configImportRequest = z.strictObject({ ...configImportOptions.shape, config: z.unknown() });

export type BackupExportRequest = z.output<typeof backupExportRequest>;
export type BackupRestoreOptions = z.output<typeof backupRestoreOptions>;
export type ConfigImportRequest = z.output<typeof configImportRequest>;
