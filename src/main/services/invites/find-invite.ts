import { bytesToHex } from '@noble/hashes/utils.js';
import type { InviteState } from '../../../shared/domain/invite';
import { readInviteToken } from '../../../shared/invite/invite-token';
import type { Clock } from '../../gateway/ports';
import type { InviteRow, InviteTable } from '../../storage/types';
import type { InviteIdentity } from './invite-identity';

/** An invite that still works. */
export type OpenInvite = InviteRow & { readonly token: string };

interface FindParts {
  readonly storage: { readonly invites: InviteTable };
  readonly identity: InviteIdentity;
  readonly clock: Pick<Clock, 'now'>;
}

/** `null` for everything that is not exactly an invite of this vault that still works; nothing tells what was wrong. */
export function findOpenInvite(token: string, parts: FindParts): OpenInvite | null {
  const facts = readInviteToken(token);
  if (!facts || !parts.identity.isOwn(facts)) return null;
  const row = parts.storage.invites.get(bytesToHex(facts.id));
  return row && row.token === token ? asOpen(row, parts.clock.now()) : null;
}

export function asOpen(row: InviteRow, now: number): OpenInvite | null {
  const { token } = row;
  return token !== null && stateOf(row, now) === 'open' ? { ...row, token } : null;
}

export function stateOf(row: InviteRow, now: number): InviteState {
  if (row.endedAs !== null) return row.endedAs;
  return row.expiresAt <= now ? 'expired' : 'open';
}
