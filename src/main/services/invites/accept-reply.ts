import type { KeyTestResult, ProviderKey } from '../../../shared/domain/key';
import type { SealedBox } from '../../../shared/invite/sealed-box';
import type { Contribution } from '../../../shared/invite/sealed-reply';
import { type KeyCreateRequest, keyCreateRequest } from '../../../shared/ipc/keys';
import { SpiderGateError } from '../../gateway/errors';
import type { ServiceDependencies } from '../dependencies';
import type { KeyService } from '../types';
import { asOpen, type OpenInvite } from './find-invite';
import type { InviteIdentity } from './invite-identity';

/** With an invite one may try out some keys, not a list of stolen ones. */
const MOST_REFUSED_KEYS = 10;

/** What came of a sealed reply. `over`: the invite no longer works; `unreadable`: altered, or not for this vault. */
export type ReplyOutcome =
  | { readonly kind: 'added'; readonly key: ProviderKey; readonly test: KeyTestResult }
  /** The invite stays as it was. The message is for people and names no key. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'over' | 'unreadable' | 'locked' };

export interface AcceptParts
  extends Pick<ServiceDependencies, 'storage' | 'vault' | 'tokenHasher' | 'clock'> {
  readonly identity: InviteIdentity;
  readonly keys: KeyService;
  /** An invite was used or ended. */
  readonly onChange: () => void;
}

/** Opens a reply, tests the key in it and stores it; an invite brings one key, however many replies come at once. */
export function createAcceptor(parts: AcceptParts) {
  const claimed = new Set<string>();
  const countRefusal = createRefusalCount(parts);

  async function accept(invite: OpenInvite, reply: SealedBox): Promise<ReplyOutcome> {
    if (claimed.has(invite.id)) return { kind: 'over' };
    claimed.add(invite.id);
    try {
      return await openAndStore(invite, reply);
    } finally {
      claimed.delete(invite.id);
    }
  }

  async function openAndStore(invite: OpenInvite, reply: SealedBox): Promise<ReplyOutcome> {
    if (parts.vault.status().state !== 'unlocked') return { kind: 'locked' };
    const contribution = await parts.identity.open(reply, invite.token);
    if (!contribution) return { kind: 'unreadable' };
    const request = toKeyRequest(invite, contribution);
    if (!request) return { kind: 'refused', message: 'This is no key: a key has no blanks in it.' };
    try {
      const test = await parts.keys.try(request);
      if (test.error_code !== 'unauthorized') return store(invite, request, { contribution, test }, parts);
      countRefusal(invite);
      return { kind: 'refused', message: test.message };
    } catch (failure) {
      return explainRefusal(failure);
    }
  }

  return accept;
}

function store(
  invite: OpenInvite,
  request: KeyCreateRequest,
  { contribution, test }: { readonly contribution: Contribution; readonly test: KeyTestResult },
  { storage, clock, keys, tokenHasher, onChange }: AcceptParts,
): ReplyOutcome {
  // The test took a while: the owner may have revoked it meanwhile.
  const now = storage.invites.get(invite.id);
  if (!now || now.endedAs !== null) return { kind: 'over' };
  const [withdrawalHash] = hashWithdrawalCode(contribution.withdrawalCode, tokenHasher);
  if (storage.invites.ofWithdrawalHash(withdrawalHash)) return { kind: 'unreadable' };
  const used = { ...now, token: null, endedAt: clock.now(), endedAs: 'used' as const, withdrawalHash };
  const key = storeKey(request, keys, (create) => storage.invites.update(used, create));
  onChange();
  return { kind: 'added', key, test };
}

/** With its invite, so that a key that nobody can withdraw is never left behind. */
function storeKey(
  request: KeyCreateRequest,
  keys: KeyService,
  together: (create: () => string) => void,
): ProviderKey {
  const made: ProviderKey[] = [];
  try {
    together(() => {
      const key = keys.create(request);
      made.push(key);
      return key.id;
    });
  } catch (failure) {
    // The row is gone with the transaction; this takes it out of memory too.
    for (const { id } of made) keys.delete(id);
    throw failure;
  }
  const [key] = made;
  if (!key) throw new Error('no key was made');
  return key;
}

/** Ends an invite after some keys that its provider has refused. */
function createRefusalCount({ storage, clock, onChange }: AcceptParts): (invite: OpenInvite) => void {
  const refusals = new Map<string, number>();
  return ({ id }) => {
    const count = (refusals.get(id) ?? 0) + 1;
    refusals.set(id, count);
    const now = storage.invites.get(id);
    if (count < MOST_REFUSED_KEYS || !now || !asOpen(now, clock.now())) return;
    refusals.delete(id);
    storage.invites.update({ ...now, token: null, endedAt: clock.now(), endedAs: 'revoked' });
    onChange();
  };
}

/** Under the own key of this installation, then under those that came with backups. */
export function hashWithdrawalCode(
  code: string,
  tokenHasher: ServiceDependencies['tokenHasher'],
): readonly [Uint8Array, ...Uint8Array[]] {
  const text = `invite withdrawal ${code}`;
  return [tokenHasher.hash(text), ...tokenHasher.otherHashes(text)];
}

function toKeyRequest(invite: OpenInvite, { apiKey, fields }: Contribution): KeyCreateRequest | null {
  const request = keyCreateRequest.safeParse({
    provider_name: invite.provider,
    api_key: apiKey,
    key_label: invite.label,
    ...(invite.workspaceId === null ? {} : { workspace_id: invite.workspaceId }),
    share_with_pool: invite.shareWithPool,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  });
  return request.success ? request.data : null;
}

/** What concerns the key itself is told; anything else about the owner's vault is not the contributor's affair. */
function explainRefusal(failure: unknown): ReplyOutcome {
  if (!(failure instanceof SpiderGateError)) throw failure;
  if (failure.code === 'vault_locked') return { kind: 'locked' };
  if (failure.code === 'conflict') return { kind: 'refused', message: 'This key is in the vault already.' };
  const isAboutKey = ['api_key', 'fields', 'provider_name'].includes(failure.param ?? '');
  const message = 'The key could not be stored. Tell the person who invited you.';
  return { kind: 'refused', message: isAboutKey ? failure.message : message };
}
