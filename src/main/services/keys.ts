import type { ProviderKey } from '../../shared/domain/key';
import type { KeyCreateRequest, KeyUpdateRequest } from '../../shared/ipc/keys';
import type { KeyRing } from '../gateway/ports';
import type { KeyRow } from '../storage/types';
import type { AliasBookStore } from './alias-book';
import type { ServiceDependencies } from './dependencies';
import type { KeyBook } from './key-book';
import {
  accountsOf,
  labelsOf,
  pickLabel,
  requireFields,
  requireKeyProvider,
  requireOwner,
} from './key-rules';
import type { KeyTester } from './key-tester';
import type { LastUsed } from './last-used';
import { newId } from './new-id';
import type { ProviderBook } from './provider-book';
import { conflict, notFound, vaultClosed } from './refusals';
import type { KeyService } from './types';
import type { WorkspaceBook } from './workspaces';

const DEFAULT_PRIORITY = 100;

interface KeyParts extends Pick<ServiceDependencies, 'vault' | 'tokens' | 'health' | 'clock'> {
  readonly book: KeyBook;
  readonly ring: KeyRing;
  readonly providers: ProviderBook;
  readonly workspaces: WorkspaceBook;
  readonly aliases: AliasBookStore;
  readonly tester: KeyTester;
  readonly lastUsed: LastUsed;
  /** Keys of this provider have become others. */
  readonly onChange: (providerId: string) => void;
}

export function createKeyService(parts: KeyParts): KeyService {
  const { book, health, lastUsed } = parts;
  const toKey = (row: KeyRow) => toProviderKey(row, health, lastUsed);

  function find(id: string): KeyRow {
    const row = book.get(id);
    if (!row) throw notFound('key', id);
    return row;
  }

  return {
    list: () => book.list().map(toKey),
    create(request) {
      const row = makeRow(request, parts);
      book.insert(row);
      parts.onChange(row.provider);
      return toKey(row);
    },
    update(id, change) {
      const row = changeRow(find(id), change, parts);
      book.update(row);
      parts.onChange(row.provider);
      return toKey(row);
    },
    delete(id) {
      const row = find(id);
      book.delete(id);
      health.forgetKey(id);
      lastUsed.forget(id);
      parts.onChange(row.provider);
    },
    test: (id) => testStored(find(id), parts),
    async try(request) {
      const provider = requireKeyProvider(request, parts.providers);
      return parts.tester.test({ provider, secret: request.api_key, fields: request.fields ?? {} });
    },
    resetHealth(id) {
      const row = find(id);
      health.resetKey(id);
      parts.onChange(row.provider);
      return toKey(row);
    },
  };
}

function makeRow(request: KeyCreateRequest, parts: KeyParts): KeyRow {
  const { vault, book, ring, tokens, clock } = parts;
  const provider = requireKeyProvider(request, parts.providers);
  const workspaceId = request.workspace_id ?? null;
  const shareWithPool = request.share_with_pool ?? workspaceId === null;
  requireOwner({ workspaceId, shareWithPool }, parts.workspaces);
  if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
  const others = book.ofProvider(provider.id);
  requireNewSecret(request.api_key, others, ring);
  const id = newId();
  const label = request.key_label ?? pickLabel('key', labelsOf(others));
  return {
    id,
    provider: provider.id,
    label,
    masked: tokens.maskSecret(request.api_key),
    sealed: vault.seal(id, request.api_key),
    workspaceId,
    shareWithPool,
    // Two keys share a quota only where their owner says so.
    account: request.account ?? pickLabel(label, accountsOf(others)),
    priority: request.priority ?? DEFAULT_PRIORITY,
    enabled: true,
    fields: request.fields ?? {},
    createdAt: clock.now(),
    lastUsedAt: null,
  };
}

/** By opening them: no trace of a secret is kept that could be compared without the vault. */
function requireNewSecret(secret: string, others: readonly KeyRow[], ring: KeyRing): void {
  for (const other of others) {
    const answer = ring.secretOf(other.id);
    if (answer.ok && answer.secret === secret) {
      throw conflict(`This key is in the vault already, as "${other.label}".`, 'api_key');
    }
  }
}

function changeRow(row: KeyRow, change: KeyUpdateRequest, parts: KeyParts): KeyRow {
  const changed: KeyRow = {
    ...row,
    label: change.key_label ?? row.label,
    workspaceId: change.workspace_id === undefined ? row.workspaceId : change.workspace_id,
    shareWithPool: change.share_with_pool ?? row.shareWithPool,
    account: change.account ?? row.account,
    priority: change.priority ?? row.priority,
    enabled: change.enabled ?? row.enabled,
    fields: change.fields ?? row.fields,
    lastUsedAt: parts.lastUsed.of(row.id, row.lastUsedAt),
  };
  requireOwner(changed, parts.workspaces);
  const provider = parts.providers.get(row.provider);
  if (change.fields && provider) requireFields(provider, change.fields);
  if (changed.workspaceId !== row.workspaceId) requireNotInClientAlias(row, parts.aliases);
  return changed;
}

/** A `client:` alias holds keys of its own workspace only. */
function requireNotInClientAlias(row: KeyRow, aliases: AliasBookStore): void {
  const using = aliases
    .list()
    .find((alias) => alias.id.startsWith('client:') && alias.slots.some((slot) => slot.keyId === row.id));
  if (using) throw conflict(`The alias ${using.id} uses this key. Change the alias first.`, 'workspace_id');
}

async function testStored(row: KeyRow, { providers, ring, vault, tester }: KeyParts) {
  const provider = providers.get(row.provider);
  if (!provider) throw notFound('provider', row.provider);
  const answer = ring.secretOf(row.id);
  if (answer.ok) return tester.test({ provider, secret: answer.secret, fields: row.fields });
  if (answer.reason === 'vault_locked') throw vaultClosed(vault.status());
  throw conflict('This key can no longer be decrypted: its entry in the vault is damaged. Add it again.');
}

function toProviderKey(row: KeyRow, health: ServiceDependencies['health'], lastUsed: LastUsed): ProviderKey {
  const usedAt = lastUsed.of(row.id, row.lastUsedAt);
  return {
    id: row.id,
    provider_name: row.provider,
    key_label: row.label,
    masked: row.masked,
    workspace_id: row.workspaceId,
    share_with_pool: row.shareWithPool,
    account: row.account,
    priority: row.priority,
    enabled: row.enabled,
    fields: row.fields,
    created_at: new Date(row.createdAt).toISOString(),
    last_used_at: usedAt === null ? null : new Date(usedAt).toISOString(),
    health: health.keyHealth(row.id),
    quota: health.quota(row.provider, row.account),
  };
}
