import type { RemoteServices } from '../../services/remote';
import type { IpcHandlers } from '../handler-types';

type VaultChannel = Extract<keyof IpcHandlers, `vault:${string}`>;

export function vaultHandlers({ vault }: RemoteServices): Pick<IpcHandlers, VaultChannel> {
  return {
    'vault:unlock': (request) => vault.unlock(request),
    'vault:lock': () => vault.lock(),
    'vault:change-passphrase': (request) => vault.changePassphrase(request),
    'vault:set-protection': (request) => vault.setProtection(request),
    'vault:rekey': (request) => vault.rekey(request),
    'vault:touch': async () => {
      await vault.touch();
      return null;
    },
  };
}
