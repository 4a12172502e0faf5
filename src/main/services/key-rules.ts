import { HOST_FIELD, otherHosts } from '../../shared/domain/provider-address';
import { recogniseKey } from '../../shared/domain/recognise-key';
import type { KeyCreateRequest } from '../../shared/ipc/keys';
import type { ProviderDefinition } from '../gateway/types';
import type { KeyRow } from '../storage/types';
import type { ProviderBook } from './provider-book';
import { refuse } from './refusals';
import type { WorkspaceBook } from './workspace-book';

/** Fields become part of an upstream address. */
const FIELD_VALUE = /^[A-Za-z0-9._-]+$/;

/** The provider a new key is for. Throws when it takes no keys, or not this one. */
export function requireKeyProvider(request: KeyCreateRequest, providers: ProviderBook): ProviderDefinition {
  const provider = providers.get(request.provider_name);
  if (!provider) {
    throw refuse(
      'provider_name',
      `There is no provider "${request.provider_name}". GET /providers lists them.`,
    );
  }
  const refused = providers.embedded(provider.id)?.refused;
  if (refused) throw refuse('provider_name', refused);
  if (provider.auth === 'none') throw refuse('provider_name', `${provider.name} needs no key.`);
  const form = recogniseKey(request.api_key, []).refused;
  if (form) throw refuse('api_key', form);
  requireFields(provider, request.fields ?? {});
  return provider;
}

export function requireFields(provider: ProviderDefinition, fields: Readonly<Record<string, string>>): void {
  const missing = provider.needs.filter((name) => !fields[name]);
  if (missing.length > 0) throw refuse('fields', `${provider.name} also needs ${missing.join(', ')}.`);
  for (const [name, value] of Object.entries(fields)) {
    if (name === HOST_FIELD && otherHosts(provider).includes(value)) continue;
    if (!provider.needs.includes(name)) throw refuse('fields', `${provider.name} has no field "${name}".`);
    if (!FIELD_VALUE.test(value))
      throw refuse('fields', `${name} may hold letters, digits, ".", "_" and "-" only.`);
  }
}

/** A key that neither a workspace nor the pool may use would never be used. */
export function requireOwner(
  owner: { readonly workspaceId: string | null; readonly shareWithPool: boolean },
  workspaces: WorkspaceBook,
): void {
  const { workspaceId, shareWithPool } = owner;
  if (workspaceId !== null && !workspaces.get(workspaceId)) {
    throw refuse('workspace_id', `There is no workspace "${workspaceId}".`);
  }
  if (workspaceId === null && !shareWithPool) {
    throw refuse('share_with_pool', 'A key must belong to a workspace, or be shared with the pool, or both.');
  }
}

/** `key`, `key 2` … : the first that no other key of the provider is called. */
export function pickLabel(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  let number = 2;
  while (taken.includes(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

export const labelsOf = (rows: readonly KeyRow[]): readonly string[] => rows.map((row) => row.label);
export const accountsOf = (rows: readonly KeyRow[]): readonly string[] => rows.map((row) => row.account);
