import type { SettingsUpdateRequest } from '../../../shared/ipc/settings';
import type { KeyRing } from '../../gateway/ports';
import type { AgentTokenRow, AliasRow, InviteRow, KeyRow, WorkspaceRow } from '../../storage/types';
import type { TokenHasher } from '../../vault/types';
import { showKeyLimits, showLimits } from '../limit-fields';
import type { NetworkSettings } from '../settings';
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupDocument } from './backup-document';
import type { Inventory } from './inventory';
import { withoutNothing } from './without-nothing';

interface DocumentParts {
  readonly ring: Pick<KeyRing, 'secretOf'>;
  readonly tokenHasher: TokenHasher;
  readonly network: NetworkSettings;
  readonly madeAt: Date;
  readonly version: string;
}

/** Everything, secrets in the clear: only ever to be encrypted. The vault must be unlocked. */
export function makeDocument(inventory: Inventory, parts: DocumentParts): BackupDocument {
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    made_at: parts.madeAt.toISOString(),
    app_version: parts.version,
    token_keys: parts.tokenHasher.keys().map(toBase64),
    workspaces: inventory.workspaces.map(fromWorkspace),
    keys: inventory.keys.map((row) => fromKey(row, parts.ring)),
    agent_tokens: inventory.agentTokens.map(fromToken),
    aliases: inventory.aliases.map(fromAlias),
    custom_providers: inventory.customProviders.map((provider) => ({
      ...provider,
      models: provider.models.map((model) => ({ ...model, capabilities: copy(model.capabilities) })),
    })),
    contributions: inventory.contributions.flatMap(fromContribution),
    provider_switches: Object.fromEntries(inventory.switches),
    settings: toSettings(inventory, parts.network),
    allowed_origins: [...inventory.origins],
  };
}

/** With the passwords of proxies. */
function toSettings({ settings }: Inventory, network: NetworkSettings): SettingsUpdateRequest {
  const { url, no_proxy, providers } = network.current().proxy;
  return { ...settings.settings, proxy: { url, no_proxy, providers: { ...providers } } };
}

function fromWorkspace(row: WorkspaceRow): BackupDocument['workspaces'][number] {
  const { id, clientId, name, credentialHash, credentialEnabled, limits, createdAt, lastUsedAt, ...rest } =
    row;
  requireNothing(rest);
  return {
    id,
    client_id: clientId,
    name,
    credential_hash: toBase64(credentialHash),
    credential_enabled: credentialEnabled,
    ...limitsOf(limits),
    created_at: createdAt,
    last_used_at: lastUsedAt,
  };
}

function fromKey(row: KeyRow, ring: DocumentParts['ring']): BackupDocument['keys'][number] {
  const { sealed, workspaceId, shareWithPool, fields, limits, createdAt, lastUsedAt, ...rest } = row;
  const { id, provider, label, masked, account, priority, enabled, ...others } = rest;
  requireNothing(others);
  const answer = ring.secretOf(id);
  return {
    id,
    provider,
    label,
    masked,
    secret: answer.ok ? answer.secret : null,
    workspace_id: workspaceId,
    share_with_pool: shareWithPool,
    account,
    priority,
    enabled,
    fields: { ...fields },
    ...withoutNothing(showKeyLimits(limits)),
    created_at: createdAt,
    last_used_at: lastUsedAt,
  };
}

function fromContribution(row: InviteRow): BackupDocument['contributions'] {
  const { id, keyId, provider, label, sender, withdrawalHash, createdAt, expiresAt, endedAt } = row;
  if (keyId === null || withdrawalHash === null || endedAt === null) return [];
  return [
    {
      invite_id: id,
      key_id: keyId,
      provider,
      label,
      sender,
      withdrawal_hash: toBase64(withdrawalHash),
      created_at: createdAt,
      expires_at: expiresAt,
      ended_at: endedAt,
    },
  ];
}

function fromToken(row: AgentTokenRow): BackupDocument['agent_tokens'][number] {
  const { workspaceId, tokenHash, allowedModels, scopes, policy, expiresAt, createdAt, lastUsedAt, ...rest } =
    row;
  const { id, name, masked, enabled, ...others } = rest;
  requireNothing(others);
  return {
    id,
    workspace_id: workspaceId,
    name,
    token_hash: toBase64(tokenHash),
    masked,
    allowed_models: [...allowedModels],
    scopes: [...scopes],
    enabled,
    free_models_only: policy.freeModelsOnly,
    ...limitsOf(policy),
    expires_at: expiresAt,
    created_at: createdAt,
    last_used_at: lastUsedAt,
  };
}

export function limitsOf(limits: WorkspaceRow['limits']) {
  const { monthly_budget_usd, ...shown } = showLimits(limits);
  return withoutNothing(shown);
}

function fromAlias(row: AliasRow): BackupDocument['aliases'][number] {
  return {
    id: row.id,
    slots: row.slots.map(({ provider, model, keyId, enabled }) => ({
      provider,
      model,
      ...(keyId === null ? {} : { key_id: keyId }),
      enabled,
    })),
    ...temperOf(row),
  };
}

/** All of an alias but its id and slots, without what is as usual. */
export function temperOf(row: AliasRow) {
  const { id, slots, streamSafety, patienceMs, firstTokenMs, maxAttempts, routeAroundRefusals, ...rest } =
    row;
  requireNothing(rest);
  return withoutNothing({
    stream_safety: streamSafety,
    patience_ms: patienceMs,
    first_token_ms: firstTokenMs,
    max_attempts: maxAttempts,
    route_around_refusals: routeAroundRefusals || null,
  });
}

/** Does not compile once a row has a field that nobody puts into backups. */
function requireNothing(_rest: Readonly<Record<string, never>>): void {}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function copy<T>(list: readonly T[] | undefined): T[] | undefined {
  return list && [...list];
}
