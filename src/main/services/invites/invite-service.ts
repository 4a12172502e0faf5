import { randomBytes } from 'node:crypto';
import type { Invite } from '../../../shared/domain/invite';
import { INVITE_ID_BYTES, writeInviteToken } from '../../../shared/invite/invite-token';
import type { InviteCreateRequest } from '../../../shared/ipc/invites';
import type { InviteRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import { requireOwner } from '../key-rules';
import { conflict, notFound, refuse } from '../refusals';
import type { InviteNetwork, InviteService } from '../types';
import { type BringParts, bringIn } from './bring-in';
import { describeInvite } from './describe-invite';
import { asOpen } from './find-invite';
import { describePage } from './invite-door';

const HOUR_MS = 3_600_000;
/** How long an invite that is over stays in the list. */
const KEPT_MS = 30 * 24 * HOUR_MS;

interface InviteParts extends BringParts, Pick<ServiceDependencies, 'gatewayUrl' | 'contributePage'> {
  readonly network: InviteNetwork;
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
