import type { Vault } from '../vault/types';
import { refuse } from './refusals';
import type { StatusService, VaultService } from './types';

export function createVaultService(parts: {
  readonly vault: Vault;
  readonly status: StatusService;
}): VaultService {
  return {
    async unlock({ passphrase }) {
      if (!(await parts.vault.unlock(passphrase)))
        throw refuse('passphrase', 'This is not the passphrase of the vault.');
      return parts.status.get();
    },
  };
}
