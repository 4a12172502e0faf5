import type { RestoreMode } from '../../../shared/domain/change-plan';
import type { ConfigDocument } from '../../../shared/ipc/config-document';
import { NO_LIMITS } from '../../gateway/no-limits';
import type { AgentTokenRow, KeyRow, WorkspaceRow } from '../../storage/types';
import { changeKeyLimits, changeLimits } from '../limit-fields';
import type { ProviderBook } from '../provider-book';
import type { SettingsRestoring } from '../settings';
import type { Inventory } from './inventory';
import { planConfigAliases } from './plan-config-aliases';
import { planConfigSettings } from './plan-config-settings';
import type { PlannedInventory } from './plan-restore';

export interface ConfigParts {
  readonly mode: RestoreMode;
  readonly providers: Pick<ProviderBook, 'get' | 'embedded'>;
  readonly restoring: Pick<SettingsRestoring, 'plan'>;
  /** With a client credential, or a token, that nobody has seen: it is given one by rotating it. */
  readonly newWorkspace: (name: string) => WorkspaceRow;
  readonly newToken: () => Pick<AgentTokenRow, 'id' | 'tokenHash' | 'masked' | 'createdAt'>;
}

/** What would be here after the import. Keys, tokens and workspaces never go: a file without secrets must not cost one. */
export function planConfig(config: ConfigDocument, current: Inventory, parts: ConfigParts): PlannedInventory {
  const notices: string[] = [];
  const customProviders = planProviders(config, current, { ...parts, notices });
  const workspaces = planWorkspaces(config, current, { ...parts, notices });
  const owned = { config, current, workspaces, notices };
  const keys = planKeys(owned);
  const agentTokens = planTokens(owned, parts);
  const isProvider = (id: string) =>
    parts.providers.embedded(id) !== null || customProviders.some((provider) => provider.id === id);
  return {
    inventory: {
      workspaces,
      keys,
      agentTokens,
      aliases: planConfigAliases(config, current, {
        mode: parts.mode,
        workspaces,
        keys,
        isProvider,
        notices,
      }),
      customProviders,
      contributions: current.contributions,
      switches: planSwitches(config, current, parts.mode),
      settings: planConfigSettings(config, current, { ...parts, isProvider, notices }),
      origins: planOrigins(config, current, parts.mode),
    },
    notices,
  };
}

interface Owned {
  readonly config: ConfigDocument;
  readonly current: Inventory;
  readonly workspaces: readonly WorkspaceRow[];
  readonly notices: string[];
}

function planProviders(
  { providers }: ConfigDocument,
  current: Inventory,
  parts: Pick<ConfigParts, 'mode' | 'providers'> & { readonly notices: string[] },
): Inventory['customProviders'] {
  if (!providers) return current.customProviders;
  const wanted = providers.custom.filter(({ id }) => {
    if (!parts.providers.embedded(id)) return true;
    parts.notices.push(`The provider "${id}" comes with SpiderGate, so the one in the file is left out.`);
    return false;
  });
  const named = new Set(wanted.map(({ id }) => id));
  const kept = current.customProviders.filter(({ id }) => {
    if (named.has(id) || parts.mode === 'merge') return true;
    const hasKeys = current.keys.some((key) => key.provider === id);
    if (hasKeys)
      parts.notices.push(`The provider "${id}" is not in the file, but stays because it has keys.`);
    return hasKeys;
  });
  return [...new Map([...kept, ...wanted].map((provider) => [provider.id, provider])).values()];
}

function planSwitches({ providers }: ConfigDocument, current: Inventory, mode: RestoreMode) {
  if (!providers) return current.switches;
  const off = new Set(providers.switched_off);
  const switches = new Map(current.switches);
  if (mode === 'replace') for (const id of switches.keys()) switches.set(id, !off.has(id));
  for (const id of off) switches.set(id, false);
  return switches;
}

function planOrigins({ allowed_origins: wanted }: ConfigDocument, current: Inventory, mode: RestoreMode) {
  if (!wanted) return current.origins;
  return [...new Set([...(mode === 'merge' ? current.origins : []), ...wanted])];
}

function planWorkspaces(
  { workspaces = [] }: ConfigDocument,
  current: Inventory,
  parts: Pick<ConfigParts, 'newWorkspace'> & { readonly notices: string[] },
): readonly WorkspaceRow[] {
  const rows = new Map(current.workspaces.map((row) => [row.name.toLowerCase(), row]));
  for (const { name, credential_enabled, ...limits } of workspaces) {
    const here = rows.get(name.toLowerCase());
    if (!here)
      parts.notices.push(
        `The workspace "${name}" is made without a known client credential. Rotate it to get one.`,
      );
    const row = here ?? parts.newWorkspace(name);
    rows.set(name.toLowerCase(), {
      ...row,
      credentialEnabled: credential_enabled,
      limits: changeLimits(NO_LIMITS, limits),
    });
  }
  return [...rows.values()];
}

function planKeys({ config, current, workspaces, notices }: Owned): readonly KeyRow[] {
  const waiting = queueUp(current.keys, (row) => `${row.provider} ${row.label}`);
  const changed = new Map(current.keys.map((row) => [row.id, row]));
  for (const entry of config.keys ?? []) {
    const { provider, label, workspace, share_with_pool, enabled, account, priority, fields, ...limits } =
      entry;
    const row = waiting.get(`${provider} ${label}`)?.shift();
    if (!row) {
      notices.push(`The key "${provider} · ${label}" is not here. Add it: the file holds no secrets.`);
      continue;
    }
    const owner = workspaces.find(({ name }) => name === workspace);
    const rest = { account, priority, enabled, fields, limits: changeKeyLimits(null, limits) };
    if (workspace !== undefined && !owner)
      notices.push(
        `The key "${provider} · ${label}" stays where it is: there is no workspace "${workspace}".`,
      );
    const isHomeless = workspace === undefined ? !share_with_pool : !owner;
    const place = { workspaceId: owner?.id ?? null, shareWithPool: share_with_pool };
    changed.set(row.id, { ...row, ...(isHomeless ? {} : place), ...rest });
  }
  return [...changed.values()];
}

function planTokens({ config, current, workspaces, notices }: Owned, { newToken }: ConfigParts) {
  const waiting = queueUp(current.agentTokens, (row) => `${row.workspaceId} ${row.name}`);
  const changed = new Map(current.agentTokens.map((row) => [row.id, row]));
  for (const entry of config.agent_tokens ?? []) {
    const owner = workspaces.find(({ name }) => name === entry.workspace);
    if (!owner) {
      notices.push(`The token "${entry.name}" is left out: there is no workspace "${entry.workspace}".`);
      continue;
    }
    const here = waiting.get(`${owner.id} ${entry.name}`)?.shift();
    if (!here)
      notices.push(`The token "${entry.name}" is made without a known secret. Rotate it to get one.`);
    const row = toToken(entry, here ?? { ...newToken(), lastUsedAt: null }, owner.id);
    changed.set(row.id, row);
  }
  return [...changed.values()];
}

function toToken(
  entry: NonNullable<ConfigDocument['agent_tokens']>[number],
  identity: Pick<AgentTokenRow, 'id' | 'tokenHash' | 'masked' | 'createdAt' | 'lastUsedAt'>,
  workspaceId: string,
): AgentTokenRow {
  const { name, enabled, allowed_models, free_models_only, scopes, expires_at, workspace, ...limits } = entry;
  const { id, tokenHash, masked, createdAt, lastUsedAt } = identity;
  return {
    id,
    workspaceId,
    name,
    tokenHash,
    masked,
    allowedModels: allowed_models,
    scopes,
    enabled,
    policy: { ...changeLimits(NO_LIMITS, limits), freeModelsOnly: free_models_only },
    expiresAt: expires_at ? Date.parse(expires_at) : null,
    createdAt,
    lastUsedAt,
  };
}

/** Of several with one name the first belongs to the first in the file, and so on. */
function queueUp<T>(rows: readonly T[], nameOf: (row: T) => string): Map<string, T[]> {
  const queues = new Map<string, T[]>();
  for (const row of rows) {
    const queue = queues.get(nameOf(row));
    if (queue) queue.push(row);
    else queues.set(nameOf(row), [row]);
  }
  return queues;
}
