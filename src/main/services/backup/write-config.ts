import { CONFIG_FORMAT, CONFIG_VERSION, type ConfigDocument } from '../../../shared/ipc/config-document';
import type { AgentTokenRow, AliasRow, KeyRow } from '../../storage/types';
import { showKeyLimits } from '../limit-fields';
import type { Inventory } from './inventory';
import { limitsOf, temperOf } from './make-document';
import { withoutNothing } from './without-nothing';

/** The configuration without any secret. Always in the same order, so that two of them can be compared line by line. */
export function writeConfig(inventory: Inventory): ConfigDocument {
  const names = new Map(inventory.workspaces.map((row) => [row.id, row.name]));
  const labels = new Map(inventory.keys.map((row) => [row.id, row.label]));
  const { proxy, ...settings } = inventory.settings.settings;
  return {
    format: CONFIG_FORMAT,
    version: CONFIG_VERSION,
    settings: { ...settings, proxy: { ...proxy, providers: sorted(proxy.providers) } },
    allowed_origins: [...inventory.origins].sort(inOrder),
    providers: writeProviders(inventory),
    workspaces: [...inventory.workspaces]
      .sort((a, b) => inOrder(a.name, b.name))
      .map((row) => ({
        name: row.name,
        credential_enabled: row.credentialEnabled,
        ...limitsOf(row.limits),
      })),
    keys: [...inventory.keys]
      .sort((a, b) => inOrder(a.provider, b.provider) || inOrder(a.label, b.label))
      .map((row) => writeKey(row, names)),
    agent_tokens: inventory.agentTokens
      .map((row) => writeToken(row, names))
      .sort((a, b) => inOrder(a.workspace, b.workspace) || inOrder(a.name, b.name)),
    aliases: Object.fromEntries(
      [...inventory.aliases]
        .sort((a, b) => inOrder(a.id, b.id))
        .map((row) => [row.id, writeAlias(row, labels)]),
    ),
  };
}

function writeProviders({ customProviders, switches }: Inventory): NonNullable<ConfigDocument['providers']> {
  const off = [...switches].filter(([, isOn]) => !isOn).map(([id]) => id);
  const custom = [...customProviders].sort((a, b) => inOrder(a.id, b.id));
  return {
    switched_off: off.sort(inOrder),
    custom: custom.map(({ id, name, base_url, auth, models }) => ({
      id,
      name,
      base_url,
      auth,
      models: models.map(({ capabilities, ...model }) => ({
        ...model,
        ...(capabilities ? { capabilities: [...capabilities] } : {}),
      })),
    })),
  };
}

function writeKey(
  row: KeyRow,
  names: ReadonlyMap<string, string>,
): NonNullable<ConfigDocument['keys']>[number] {
  const workspace = row.workspaceId === null ? undefined : names.get(row.workspaceId);
  return {
    provider: row.provider,
    label: row.label,
    ...(workspace === undefined ? {} : { workspace }),
    share_with_pool: row.shareWithPool,
    account: row.account,
    priority: row.priority,
    enabled: row.enabled,
    fields: sorted(row.fields),
    ...withoutNothing(showKeyLimits(row.limits)),
  };
}

function writeToken(
  row: AgentTokenRow,
  names: ReadonlyMap<string, string>,
): NonNullable<ConfigDocument['agent_tokens']>[number] {
  return {
    name: row.name,
    workspace: names.get(row.workspaceId) ?? '',
    enabled: row.enabled,
    allowed_models: [...row.allowedModels],
    free_models_only: row.policy.freeModelsOnly,
    scopes: [...row.scopes],
    ...(row.expiresAt === null ? {} : { expires_at: new Date(row.expiresAt).toISOString() }),
    ...limitsOf(row.policy),
  };
}

function writeAlias(
  row: AliasRow,
  labels: ReadonlyMap<string, string>,
): NonNullable<ConfigDocument['aliases']>[string] {
  return {
    slots: row.slots.map(({ provider, model, keyId, enabled }) => {
      const key = keyId === null ? undefined : labels.get(keyId);
      return { provider, model, ...(key === undefined ? {} : { key }), enabled };
    }),
    ...temperOf(row),
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => inOrder(a, b)));
}

/** The same on every computer, whatever its language. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
