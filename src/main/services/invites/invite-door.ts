import type { InvitePageFacts } from '../../../shared/invite/contribute-page';
import type { SealedBox } from '../../../shared/invite/sealed-box';
import { readSealedReply } from '../../../shared/invite/sealed-reply';
import { readWithdrawalCode } from '../../../shared/invite/withdrawal-code';
import type { InviteRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import type { ProviderBook } from '../provider-book';
import type { EventHub, InviteDoor, KeyService } from '../types';
import type { WorkspaceBook } from '../workspace-book';
import { hashWithdrawalCode, type ReplyOutcome } from './accept-reply';
import { connectPathOf } from './connect-contributor';
import { asOpen, findOpenInvite, type OpenInvite } from './find-invite';
import type { InviteIdentity } from './invite-identity';

export interface DoorParts extends Pick<ServiceDependencies, 'storage' | 'clock' | 'tokenHasher'> {
  readonly identity: InviteIdentity;
  readonly providers: ProviderBook;
  readonly workspaces: WorkspaceBook;
  readonly keys: KeyService;
  readonly accept: (invite: OpenInvite, reply: SealedBox) => Promise<ReplyOutcome>;
  readonly events: EventHub;
  readonly onChange: () => void;
}

/** What somebody without any credential may do: look at an invite, answer it, take a key back. */
export function createInviteDoor(parts: DoorParts): Omit<InviteDoor, 'connect'> {
  const { storage, clock, keys } = parts;

  function find(token: string, place: 'local' | 'network'): OpenInvite | null {
    const invite = findOpenInvite(token, parts);
    return place === 'network' && !invite?.inNetwork ? null : invite;
  }

  function tell(invite: InviteRow, outcome: 'added' | 'untested' | 'withdrawn'): void {
    const { id, provider, label } = invite;
    parts.events.emit({ type: 'contribution', invite_id: id, provider, label, outcome });
  }

  return {
    look(token, place) {
      const invite = find(token, place);
      const page = invite && describePage(invite, parts);
      return page && { ...page, connectUrl: connectPathOf(token, invite.provider, place) };
    },
    async submit(token, text, place) {
      const invite = find(token, place);
      if (!invite) return { kind: 'over' };
      const reply = readSealedReply(text);
      if (!reply) return { kind: 'unreadable' };
      const answer = toContributor(await parts.accept(invite, reply));
      if (answer.kind === 'added' || answer.kind === 'untested') tell(invite, answer.kind);
      return answer;
    },
    withdraw(text, inviteId) {
      const code = readWithdrawalCode(text);
      const row = code && findByCode(code, parts);
      if (!row || (inviteId !== undefined && row.id !== inviteId)) return false;
      if (row.endedAs !== 'used' && row.endedAs !== 'withdrawn') return false;
      const { keyId } = row;
      const hasKey = keyId !== null && keys.list().some((key) => key.id === keyId);
      storage.invites.update({ ...row, endedAt: clock.now(), endedAs: 'withdrawn' }, () => {
        if (hasKey) keys.delete(keyId);
        return null;
      });
      tell(row, 'withdrawn');
      parts.onChange();
      return true;
    },
    networkUntil() {
      const now = clock.now();
      const ends = storage.invites
        .list()
        .filter((row) => row.inNetwork && asOpen(row, now))
        .map((row) => row.expiresAt);
      return ends.length === 0 ? null : Math.max(...ends);
    },
  };
}

/** A key that came with a backup has its code hashed as on the computer it was contributed on. */
function findByCode(code: string, { storage, tokenHasher }: DoorParts): InviteRow | null {
  for (const hash of hashWithdrawalCode(code, tokenHasher)) {
    const row = storage.invites.ofWithdrawalHash(hash);
    if (row) return row;
  }
  return null;
}

export function describePage(
  invite: OpenInvite,
  { providers, workspaces }: Pick<DoorParts, 'providers' | 'workspaces'>,
): InvitePageFacts | null {
  const provider = providers.get(invite.provider);
  if (!provider) return null;
  const embedded = providers.embedded(provider.id);
  const { workspaceId, shareWithPool } = invite;
  const workspace = workspaceId === null || shareWithPool ? null : workspaces.get(workspaceId);
  return {
    token: invite.token,
    from: invite.sender,
    message: invite.message,
    workspace: workspace?.name ?? null,
    provider: {
      name: provider.name,
      keyUrl: provider.keyUrl,
      keyPrefixes: embedded?.keyPrefixes ?? [],
      needs: provider.needs,
      terms: embedded?.terms ?? [],
    },
    connectUrl: null,
  };
}

/** The result of the test, without a word about the vault it went into. */
function toContributor(outcome: ReplyOutcome): Awaited<ReturnType<InviteDoor['submit']>> {
  if (outcome.kind !== 'added') return outcome;
  const { ok, message } = outcome.test;
  return { kind: ok ? 'added' : 'untested', message };
}
