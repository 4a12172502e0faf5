import type { ProviderKey } from '../../shared/domain/key';
import type { KeyUpdateRequest } from '../../shared/ipc/keys';
import { describeBudget } from '../gateway/describe-budget';
import type { KeyRing } from '../gateway/ports';
import type { KeyRow } from '../storage/types';
import type { AccountIdentities } from './account-identities';
import type { AliasBookStore } from './alias-book';
import { writeKeySecret } from './connect/key-secret';
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
import type { KeyTests } from './key-tests';
import type { LastUsed } from './last-used';
import { changeKeyLimits, showKeyLimits } from './limit-fields';
import { newId } from './new-id';
import type { ProviderBook } from './provider-book';
import { conflict, vaultClosed } from './refusals';
import type { NewKey } from './types';
import type { WorkspaceBook } from './workspace-book';

const DEFAULT_PRIORITY = 100;

export interface KeyRowParts
  extends Pick<ServiceDependencies, 'vault' | 'tokens' | 'health' | 'clock' | 'gateway'> {
  readonly book: KeyBook;
  readonly ring: KeyRing;
  readonly providers: ProviderBook;
  readonly workspaces: WorkspaceBook;
  readonly aliases: AliasBookStore;
  readonly tests: KeyTests;
  readonly identities: AccountIdentities;
  readonly lastUsed: LastUsed;
}

/** `before`: rows that will be stored together with this one. */
export function makeRow(request: NewKey, parts: KeyRowParts, before: readonly KeyRow[] = []): KeyRow {
  const { vault, book, ring, tokens, clock } = parts;
  const provider = requireKeyProvider(request, parts.providers);
  const workspaceId = request.workspace_id ?? null;
  const shareWithPool = request.share_with_pool ?? workspaceId === null;
  requireOwner({ workspaceId, shareWithPool }, parts.workspaces);
  if (vault.status().state !== 'unlocked') throw vaultClosed(vault.status());
  const stored = book.ofProvider(provider.id);
  requireNewSecret(request.api_key, stored, ring);
  const others = [...stored, ...before.filter((row) => row.provider === provider.id)];
  const id = newId();
  const label = request.key_label ?? pickLabel('key', labelsOf(others));
  return {
    id,
    provider: provider.id,
    label,
    masked: tokens.maskSecret(request.api_key),
    sealed: vault.seal(id, writeKeySecret({ secret: request.api_key, renewal: request.renewal ?? null })),
    workspaceId,
    shareWithPool,
    // Two keys share a quota only where their owner says so.
    account: request.account ?? pickLabel(label, accountsOf(others)),
    priority: request.priority ?? DEFAULT_PRIORITY,
    enabled: true,
    fields: request.fields ?? {},
    limits: changeKeyLimits(null, request),
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

export function changeRow(row: KeyRow, change: KeyUpdateRequest, parts: KeyRowParts): KeyRow {
  const changed: KeyRow = {
    ...row,
    label: change.key_label ?? row.label,
    workspaceId: change.workspace_id === undefined ? row.workspaceId : change.workspace_id,
    shareWithPool: change.share_with_pool ?? row.shareWithPool,
    account: change.account ?? row.account,
    priority: change.priority ?? row.priority,
    enabled: change.enabled ?? row.enabled,
    fields: change.fields ?? row.fields,
    limits: changeKeyLimits(row.limits, change),
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

export function toProviderKey(row: KeyRow, parts: KeyRowParts): ProviderKey {
  const { health, lastUsed, gateway, book, tests, identities } = parts;
  const spend = row.limits?.spend ?? null;
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
    ...showKeyLimits(row.limits),
    spend: describeBudget(gateway().limits.budget('key', row.id, spend)),
    fields: row.fields,
    created_at: new Date(row.createdAt).toISOString(),
    last_used_at: usedAt === null ? null : new Date(usedAt).toISOString(),
    health: health.keyHealth(row.id),
    quota: health.quota(row.provider, row.account),
    last_test: tests.last(row.id),
    suggested_account: identities.suggestAccount(row, book.ofProvider(row.provider)),
  };
}
