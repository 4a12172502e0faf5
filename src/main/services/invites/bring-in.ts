import { bytesToHex } from '@noble/hashes/utils.js';
import type { InviteReplyResult } from '../../../shared/domain/invite';
import { findReply } from '../../../shared/invite/find-reply';
import type { SealedBox } from '../../../shared/invite/sealed-box';
import type { InviteRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import { conflict, refuse, vaultClosed } from '../refusals';
import type { InviteDoor } from '../types';
import type { ReplyOutcome } from './accept-reply';
import { asOpen, type OpenInvite, stateOf } from './find-invite';
import type { DoorParts } from './invite-door';

export interface BringParts extends DoorParts, Pick<ServiceDependencies, 'vault'> {
  readonly door: InviteDoor;
}

/**
 * What a contributor has sent to the owner: a key, or its end. The owner is told plainly what is wrong: a reply is no
 * secret to them, and what is in it stays sealed.
 */
export async function bringIn(text: string, parts: BringParts): Promise<InviteReplyResult> {
  const found = findReply(text);
  switch (found?.kind) {
    case 'code':
      return takeBack(parts.door.withdraw(found.code), 'No key belongs to this withdrawal code.');
    case 'withdrawal':
      return bringWithdrawal(found.box, parts);
    case 'key':
      return bringKey(found.box, parts);
    default:
      throw refuse('reply', 'This is no reply to an invite, or not all of it was copied.');
  }
}

async function bringKey(reply: SealedBox, parts: BringParts): Promise<InviteReplyResult> {
  const outcome = await parts.accept(requireOpen(reply, parts), reply);
  if (outcome.kind !== 'added') throw explain(outcome, parts);
  const { key, test } = outcome;
  return { outcome: 'added', key, test, message: test.message };
}

async function bringWithdrawal(box: SealedBox, parts: BringParts): Promise<InviteReplyResult> {
  const { vault, identity, door } = parts;
  const row = requireRow(box, 'withdrawal', parts);
  if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
  const code = await identity.openWithdrawal(box);
  if (code === null)
    throw refuse(
      'reply',
      'This withdrawal does not open: it was altered on its way, or sealed for another vault. Ask for it again, or for the code itself.',
    );
  // As it is now: the same one may have come twice at once.
  const endedAs = parts.storage.invites.get(row.id)?.endedAs;
  if (endedAs === 'withdrawn') throw conflict('The key of this invite was withdrawn already.', 'reply');
  if (endedAs !== 'used')
    throw conflict('This invite has brought no key, so there is nothing to delete.', 'reply');
  return takeBack(
    door.withdraw(code, row.id),
    'The withdrawal code in this reply is not the one of this key. Nothing was deleted.',
  );
}

function takeBack(isDeleted: boolean, otherwise: string): InviteReplyResult {
  if (!isDeleted) throw refuse('reply', otherwise);
  const message = 'The key was deleted, as its contributor asked.';
  return { outcome: 'withdrawn', key: null, test: null, message };
}

const OVER = {
  used: 'This invite has brought its key already. Each brings one.',
  withdrawn: 'The key of this invite was withdrawn by its contributor. Make a new invite.',
  revoked: 'This invite was revoked. Make a new one.',
  expired: 'This invite is over. Make a new one, and ask for a reply to that.',
} as const;

function requireRow(box: SealedBox, what: 'reply' | 'withdrawal', { storage }: BringParts): InviteRow {
  const row = storage.invites.get(bytesToHex(box.inviteId));
  if (row) return row;
  throw refuse('reply', `This ${what} belongs to an invite that this vault does not know.`);
}

function requireOpen(reply: SealedBox, parts: BringParts): OpenInvite {
  const row = requireRow(reply, 'reply', parts);
  const now = parts.clock.now();
  const open = asOpen(row, now);
  if (open) return open;
  const state = stateOf(row, now);
  throw conflict(state === 'open' ? OVER.revoked : OVER[state], 'reply');
}

function explain(outcome: Exclude<ReplyOutcome, { kind: 'added' }>, { vault }: BringParts): Error {
  switch (outcome.kind) {
    case 'refused':
      return refuse('reply', outcome.message);
    case 'locked':
      return vaultClosed(vault.status());
    case 'over':
      return conflict(OVER.used, 'reply');
    case 'unreadable':
      return refuse(
        'reply',
        'This reply does not open: it was altered on its way, or sealed for another invite or vault. Ask for it again.',
      );
  }
}
