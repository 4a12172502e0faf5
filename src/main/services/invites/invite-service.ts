import { randomBytes } from 'node:crypto';
import type { Invite, InviteReplyResult } from '../../../shared/domain/invite';
import { INVITE_ID_BYTES, writeInviteToken } from '../../../shared/invite/invite-token';
import { readSealedReply, type SealedReply } from '../../../shared/invite/sealed-reply';
import { readWithdrawalCode } from '../../../shared/invite/withdrawal-code';
import type { InviteCreateRequest } from '../../../shared/ipc/invites';
import type { InviteRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import { requireOwner } from '../key-rules';
import { conflict, notFound, refuse, vaultClosed } from '../refusals';
import type { InviteDoor, InviteNetwork, InviteService } from '../types';
import type { ReplyOutcome } from './accept-reply';
import { describeInvite } from './describe-invite';
import { asOpen, type OpenInvite, stateOf } from './find-invite';
import { type DoorParts, describePage } from './invite-door';

const HOUR_MS = 3_600_000;
/** How long an invite that is over stays in the list. */
const KEPT_MS = 30 * 24 * HOUR_MS;

interface InviteParts
  extends DoorParts,
    Pick<ServiceDependencies, 'vault' | 'gatewayUrl' | 'contributePage'> {
  readonly network: InviteNetwork;
  readonly door: InviteDoor;
}

/** What the owner can do with invites. */
export function createInviteService(parts: InviteParts): InviteService {
  const { storage, clock, network } = parts;
  const show = (row: InviteRow) =>
    describeInvite(row, { ...parts, hasKey: (id) => parts.keys.list().some((key) => key.id === id) });

  function find(id: string): InviteRow {
    const row = storage.invites.get(id);
    if (!row) throw notFound('invite', id);
    return row;
  }

  async function afterChange(id: string): Promise<Invite> {
    await network.sync();
    parts.onChange();
    return show(find(id));
  }

  return {
    list: () => storage.invites.list().map(show),
    async create(request) {
      storage.invites.forgetBefore(clock.now() - KEPT_MS);
      const row = makeInvite(request, parts);
      storage.invites.insert(row);
      return afterChange(row.id);
    },
    async update(id, { in_network: inNetwork }) {
      const open = asOpen(find(id), clock.now());
      if (!open) throw conflict('This invite is over. Make a new one.');
      storage.invites.update({ ...open, inNetwork });
      return afterChange(id);
    },
    async revoke(id) {
      const row = find(id);
      if (row.endedAs !== null) return;
      storage.invites.update({ ...row, token: null, endedAt: clock.now(), endedAs: 'revoked' });
      await afterChange(id);
    },
    file(id) {
      const open = asOpen(find(id), clock.now());
      const invite = open && describePage(open, parts);
      if (!invite) throw conflict('This invite is over. Make a new one.');
      return {
        name: `spidergate-invite-${open.provider}.html`,
        html: parts.contributePage({ kind: 'file', invite }),
      };
    },
    reply: ({ reply }) => bringIn(reply, parts),
  };
}

function makeInvite(request: InviteCreateRequest, parts: InviteParts): InviteRow {
  const { providers, workspaces, identity, clock } = parts;
  const provider = providers.get(request.provider_name);
  if (!provider)
    throw refuse(
      'provider_name',
      `There is no provider "${request.provider_name}". GET /providers lists them.`,
    );
  const refused = providers.embedded(provider.id)?.refused;
  if (refused) throw refuse('provider_name', refused);
  if (provider.auth === 'none') throw refuse('provider_name', `${provider.name} needs no key.`);
  const workspaceId = request.workspace_id ?? null;
  const shareWithPool = request.share_with_pool ?? workspaceId === null;
  requireOwner({ workspaceId, shareWithPool }, workspaces);
  const id = randomBytes(INVITE_ID_BYTES);
  // Whole seconds, as the token holds them.
  const expiresAt = Math.floor((clock.now() + request.lifetime_hours * HOUR_MS) / 1000);
  const facts = { id, provider: provider.id, label: request.label, expiresAt, ...identity.require() };
  return {
    id: id.toString('hex'),
    provider: provider.id,
    label: request.label,
    sender: request.from,
    message: request.message ?? null,
    workspaceId,
    shareWithPool,
    inNetwork: request.in_network,
    token: writeInviteToken(facts, identity.sign),
    createdAt: clock.now(),
    expiresAt: expiresAt * 1000,
    endedAt: null,
    endedAs: null,
    keyId: null,
    withdrawalHash: null,
  };
}

/** The owner is told plainly what is wrong: a reply is no secret to them, and what is in it stays sealed. */
async function bringIn(text: string, parts: InviteParts): Promise<InviteReplyResult> {
  if (readWithdrawalCode(text) !== null) {
    if (!parts.door.withdraw(text)) throw refuse('reply', 'No key belongs to this withdrawal code.');
    const message = 'The key was deleted, as its contributor asked.';
    return { outcome: 'withdrawn', key: null, test: null, message };
  }
  const reply = findReply(text);
  if (!reply) throw refuse('reply', 'This is no reply to an invite, or not all of it was copied.');
  const outcome = await parts.accept(requireOpen(reply, parts), reply);
  if (outcome.kind !== 'added') throw explain(outcome, parts);
  const { key, test } = outcome;
  return { outcome: 'added', key, test, message: test.message };
}

/** Alone, in a link, or somewhere in a message; chats break long lines. */
function findReply(text: string): SealedReply | null {
  for (const form of [text, text.replaceAll(/\s+/g, '')]) {
    const found = /sgr1[A-Za-z0-9_-]+/.exec(form)?.[0];
    const reply = found === undefined ? null : readSealedReply(found);
    if (reply) return reply;
  }
  return null;
}

const OVER = {
  used: 'This invite has brought its key already. Each brings one.',
  withdrawn: 'The key of this invite was withdrawn by its contributor. Make a new invite.',
  revoked: 'This invite was revoked. Make a new one.',
  expired: 'This invite is over. Make a new one, and ask for a reply to that.',
} as const;

function requireOpen(reply: SealedReply, { storage, clock }: InviteParts): OpenInvite {
  const row = storage.invites.get(Buffer.from(reply.inviteId).toString('hex'));
  if (!row) throw refuse('reply', 'This reply belongs to an invite that this vault does not know.');
  const open = asOpen(row, clock.now());
  if (open) return open;
  const state = stateOf(row, clock.now());
  throw conflict(state === 'open' ? OVER.revoked : OVER[state], 'reply');
}

function explain(outcome: Exclude<ReplyOutcome, { kind: 'added' }>, { vault }: InviteParts): Error {
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
