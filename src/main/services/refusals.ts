import type { VaultState } from '../../shared/domain/status';
import { SpiderGateError } from '../gateway/errors';

export function refuse(param: string, message: string): SpiderGateError {
  return new SpiderGateError('invalid_request_error', message, { param });
}

export function notFound(what: string, id: string): SpiderGateError {
  return new SpiderGateError('not_found', `There is no ${what} with the id "${id}".`);
}

export function conflict(message: string, param?: string): SpiderGateError {
  return new SpiderGateError('conflict', message, { param });
}

export function vaultClosed(status: { readonly state: VaultState }): SpiderGateError {
  return new SpiderGateError(
    'vault_locked',
    status.state === 'unavailable'
      ? 'This computer has no keychain, so keys need a passphrase first. Choose one in the window, or with POST /vault/unlock on the control socket.'
      : 'The vault is locked. Unlock it in the window, with `spidergate unlock`, or with POST /vault/unlock on the control socket.',
  );
}
