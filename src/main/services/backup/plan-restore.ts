import type { RestoreMode } from '../../../shared/domain/change-plan';
import type { SettingsUpdateRequest } from '../../../shared/ipc/settings';
import { NO_LIMITS } from '../../gateway/no-limits';
import type { KeyRing } from '../../gateway/ports';
import type { AgentTokenRow, AliasRow, InviteRow, KeyRow, WorkspaceRow } from '../../storage/types';
import type { Vault } from '../../vault/types';
import { toAliasRow } from '../aliases';
import { changeKeyLimits, changeLimits } from '../limit-fields';
import type { ProviderBook } from '../provider-book';
import { readCertificates } from '../read-certificates';
import type { SettingsRestoring } from '../settings';
import { PERSONAL_WORKSPACE } from '../workspace-book';
import type { BackupDocument } from './backup-document';
import type { Inventory } from './inventory';
import { type Matches, matchOwned } from './match-owned';

export interface RestoreParts {
  readonly mode: RestoreMode;
  readonly ring: Pick<KeyRing, 'secretOf'>;
  readonly vault: Pick<Vault, 'seal'>;
  readonly providers: Pick<ProviderBook, 'embedded'>;
  readonly restoring: Pick<SettingsRestoring, 'plan'>;
  /** Whoever brought the key through this invite has taken it back here. */
  readonly isWithdrawn: (inviteId: string | undefined) => boolean;
}

/** Only what is needed to take the key back: the invite itself is over. */
function toContribution(entry: BackupDocument['contributions'][number], matches: Matches): InviteRow {
  return {
    id: entry.invite_id,
    provider: entry.provider,
    label: entry.label,
    sender: entry.sender,
    message: null,
    workspaceId: null,
    shareWithPool: true,
    inNetwork: false,
    token: null,
    createdAt: entry.created_at,
    expiresAt: entry.expires_at,
    endedAt: entry.ended_at,
    endedAs: 'used',
    keyId: matches.keyId(entry.key_id),
    withdrawalHash: fromBase64(entry.withdrawal_hash),
  };
}

export interface PlannedInventory {
  readonly inventory: Inventory;
  readonly notices: readonly string[];
}

/** What would be here after the restore. Changes nothing. The vault must be unlocked. */
export function planRestore(
  document: BackupDocument,
  current: Inventory,
  parts: RestoreParts,
): PlannedInventory {
  const notices: string[] = [];
  const kept = parts.mode === 'merge' ? current : emptyBut(current);
  const matches = matchOwned(document, current, parts);
  const planning = { document, kept, matches, parts, notices };
  return {
    inventory: {
      workspaces: planWorkspaces(planning),
      keys: planKeys(planning),
      agentTokens: join(
        kept.agentTokens,
        document.agent_tokens.map((entry) => toToken(entry, matches)),
      ),
      aliases: join(
        kept.aliases,
        document.aliases.map((entry) => toAlias(entry, matches)),
      ),
      customProviders: planProviders(planning),
      contributions: [
        ...kept.contributions,
        ...document.contributions.map((entry) => toContribution(entry, matches)),
      ],
      switches: new Map([...kept.switches, ...Object.entries(document.provider_switches)]),
      settings: planSettings(planning),
      origins: [...new Set([...kept.origins, ...document.allowed_origins])],
    },
    notices,
  };
}

interface Planning {
  readonly document: BackupDocument;
  /** What stays although the backup does not have it. */
  readonly kept: Inventory;
  readonly matches: Matches;
  readonly parts: RestoreParts;
  readonly notices: string[];
}

/** The personal workspace is everywhere. */
function emptyBut(current: Inventory): Inventory {
  return {
    workspaces: current.workspaces.filter((row) => row.id === PERSONAL_WORKSPACE),
    keys: [],
    agentTokens: [],
    aliases: [],
    contributions: [],
    customProviders: [],
    switches: new Map(),
    settings: current.settings,
    origins: [],
  };
}

/** Rows of the backup take the place of those with their id. */
function join<T extends { readonly id: string }>(kept: readonly T[], restored: readonly T[]): readonly T[] {
  return [...new Map([...kept, ...restored].map((row) => [row.id, row])).values()];
}

function planWorkspaces({ document, kept, matches, parts, notices }: Planning): readonly WorkspaceRow[] {
  const rows = document.workspaces.map((entry): WorkspaceRow => {
    const here = matches.workspace(entry.id);
    const restored: WorkspaceRow = {
      id: here?.id ?? entry.id,
      clientId: entry.client_id,
      name: entry.name,
      credentialHash: fromBase64(entry.credential_hash),
      credentialEnabled: entry.credential_enabled,
      limits: changeLimits(NO_LIMITS, entry),
      createdAt: entry.created_at,
      lastUsedAt: entry.last_used_at,
    };
    if (parts.mode === 'replace' || !here) return restored;
    // What works here goes on working: a workspace has one client credential.
    const { name, clientId, credentialHash, createdAt, lastUsedAt } = here;
    if (clientId !== entry.client_id && entry.last_used_at !== null)
      notices.push(
        `The workspace "${name}" keeps the client credential it has here. Tools that use the one from the backup need this one.`,
      );
    return { ...restored, name, clientId, credentialHash, createdAt, lastUsedAt };
  });
  return join(kept.workspaces, rows);
}

function planKeys({ document, kept, matches, parts, notices }: Planning): readonly KeyRow[] {
  const rows: KeyRow[] = [];
  const inviteOf = new Map(document.contributions.map((entry) => [entry.key_id, entry.invite_id]));
  for (const entry of document.keys) {
    if (parts.isWithdrawn(inviteOf.get(entry.id))) {
      notices.push(
        `The key "${entry.provider} · ${entry.label}" was taken back by whoever brought it, so it stays out.`,
      );
      continue;
    }
    const here = matches.key(entry.id);
    const sealed = entry.secret === null ? here?.sealed : sealAgain(entry.secret, here, entry.id, parts);
    if (sealed) rows.push(toKey(entry, { here, sealed, matches }));
    else
      notices.push(
        `The key "${entry.provider} · ${entry.label}" could not be read when the backup was made. Add it again.`,
      );
  }
  return join(kept.keys, rows);
}

/** What is the same stays as it is stored. */
function sealAgain(
  secret: string,
  here: KeyRow | null,
  id: string,
  { ring, vault }: RestoreParts,
): Uint8Array {
  const stored = here && ring.secretOf(here.id);
  if (here && stored?.ok && stored.secret === secret) return here.sealed;
  return vault.seal(here?.id ?? id, secret);
}

interface KeyContext {
  readonly here: KeyRow | null;
  readonly sealed: Uint8Array;
  readonly matches: Matches;
}

function toKey(entry: BackupDocument['keys'][number], { here, sealed, matches }: KeyContext): KeyRow {
  return {
    id: here?.id ?? entry.id,
    provider: entry.provider,
    label: entry.label,
    masked: entry.masked,
    sealed,
    workspaceId: entry.workspace_id === null ? null : matches.workspaceId(entry.workspace_id),
    shareWithPool: entry.share_with_pool,
    account: entry.account,
    priority: entry.priority,
    enabled: entry.enabled,
    fields: entry.fields,
    limits: changeKeyLimits(null, entry),
    createdAt: here?.createdAt ?? entry.created_at,
    lastUsedAt: here?.lastUsedAt ?? entry.last_used_at,
  };
}

function toToken(entry: BackupDocument['agent_tokens'][number], matches: Matches): AgentTokenRow {
  const here = matches.agentToken(entry.id);
  return {
    id: here?.id ?? entry.id,
    workspaceId: matches.workspaceId(entry.workspace_id),
    name: entry.name,
    tokenHash: fromBase64(entry.token_hash),
    masked: entry.masked,
    allowedModels: entry.allowed_models.map(matches.rename),
    scopes: entry.scopes,
    enabled: entry.enabled,
    policy: { ...changeLimits(NO_LIMITS, entry), freeModelsOnly: entry.free_models_only },
    expiresAt: entry.expires_at,
    createdAt: here?.createdAt ?? entry.created_at,
    lastUsedAt: here?.lastUsedAt ?? entry.last_used_at,
  };
}

function toAlias({ id, ...entry }: BackupDocument['aliases'][number], matches: Matches): AliasRow {
  const slots = entry.slots.map((slot) =>
    slot.key_id === undefined ? slot : { ...slot, key_id: matches.keyId(slot.key_id) },
  );
  return toAliasRow(matches.rename(id), { ...entry, slots });
}

function planProviders({ document, kept, parts, notices }: Planning): Inventory['customProviders'] {
  const own = document.custom_providers.filter(({ id }) => {
    if (!parts.providers.embedded(id)) return true;
    notices.push(`The provider "${id}" comes with SpiderGate by now, so the one in the backup is left out.`);
    return false;
  });
  return join(kept.customProviders, own);
}

function planSettings({ document, parts, notices }: Planning) {
  const { extra_ca_file: file, time_zone, ...settings } = document.settings;
  const change: SettingsUpdateRequest = { ...settings, ...(time_zone === undefined ? {} : { time_zone }) };
  if (file !== undefined) {
    const isHere = file === null || readCertificates(file).ok;
    if (isHere) change.extra_ca_file = file;
    else notices.push('The file with extra certificates is not on this computer, so that setting stays.');
  }
  // A proxy for a provider that is gone does nothing, and must not stand in the way.
  return parts.restoring.plan(change, () => true);
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
