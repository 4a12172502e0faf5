import { SpiderGateError } from '../errors';
import type { CredentialDirectory } from '../ports';
import type { Identity } from '../types';

/** Resolves what the caller presented to an identity that may chat. Throws 401 and 403 errors. */
export function authenticate(presented: string | null, credentials: CredentialDirectory): Identity {
  if (presented === null || presented === '') {
    throw new SpiderGateError(
      'missing_api_key',
      'No API key was sent. Make an agent token in SpiderGate and send it as "Authorization: Bearer <token>".',
    );
  }
  const check = credentials.check(presented);
  if (check.ok) return check.identity;
  throw check.code === 'invalid_token_format'
    ? new SpiderGateError(
        'invalid_token_format',
        'This is not a SpiderGate token. Tokens look like "spideriq_pat_" and 32 characters, or "cli_…:key_…:secret_…"; check that it was copied whole.',
      )
    : new SpiderGateError(
        'invalid_api_key',
        'This token is not known here, was revoked or paused, or has expired. Look under Agents in SpiderGate.',
      );
}

export function requireScope(identity: Identity, scope: Identity['scopes'][number]): void {
  if (identity.scopes.includes(scope)) return;
  throw new SpiderGateError(
    'scope_not_allowed',
    `This token does not have the scope "${scope}". Add it in SpiderGate under Agents, or use another token.`,
  );
}

/** Whatever is presented, it is this one, who cannot be revoked in the middle of a request. */
export function admitAs(identity: Identity): CredentialDirectory {
  return { check: () => ({ ok: true, identity }), isValid: () => true, touch: () => {} };
}

/**
 * Who asks what there is. Lists need no token, but one that is sent sees what it may use; one that is not known sees
 * what everybody does. Throws `scope_not_allowed`.
 */
export function identifyViewer(presented: string | null, credentials: CredentialDirectory): Identity | null {
  const check = presented === null ? null : credentials.check(presented);
  if (!check?.ok) return null;
  requireScope(check.identity, 'gate:models');
  return check.identity;
}
