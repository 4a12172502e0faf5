import type { ChangedThing, FieldChange, PlannedChange } from '../../../shared/domain/change-plan';
import type { Settings } from '../../../shared/domain/settings';
import type { AgentTokenRow, AliasRow, KeyRow, WorkspaceRow } from '../../storage/types';
import { showKeyLimits, showLimits } from '../limit-fields';
import type { Inventory } from './inventory';

/** What is shown of a field, and what decides whether it is the same: of a secret only a mask is shown. */
interface Described {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Never shown. */
  readonly secret?: { readonly field: string; readonly shown: string; readonly mark: string };
}

type Catalogued = ReadonlyMap<string, Described>;

/** In the order people read it: what is owned first, then what is only chosen. */
export function compareInventories(before: Inventory, after: Inventory): readonly PlannedChange[] {
  const [old, next] = [catalogue(before), catalogue(after)];
  return next.flatMap(([thing, items], index) => compareThings(thing, old[index]?.[1] ?? new Map(), items));
}

function catalogue(inventory: Inventory): readonly (readonly [ChangedThing, Catalogued])[] {
  const names = new Map(inventory.workspaces.map((row) => [row.id, row.name]));
  const labels = new Map(inventory.keys.map((row) => [row.id, row.label]));
  return [
    ['workspace', byId(inventory.workspaces, describeWorkspace)],
    ['key', byId(inventory.keys, (row) => describeKey(row, names))],
    ['agent_token', byId(inventory.agentTokens, (row) => describeToken(row, names))],
    ['alias', byId(inventory.aliases, (row) => describeAlias(row, labels))],
    [
      'provider',
      byId(inventory.customProviders, ({ id, name, ...fields }) => ({
        name: id,
        fields: { name, ...fields },
      })),
    ],
    [
      'provider_switch',
      new Map([...inventory.switches].map(([id, on]) => [id, { name: id, fields: { enabled: on } }])),
    ],
    ['setting', describeSettings(inventory.settings.settings)],
    ['origin', new Map(inventory.origins.map((origin) => [origin, { name: origin, fields: {} }]))],
  ];
}

function byId<T extends { readonly id: string }>(
  rows: readonly T[],
  describe: (row: T) => Described,
): Catalogued {
  return new Map(rows.map((row) => [row.id, describe(row)]));
}

function compareThings(thing: ChangedThing, before: Catalogued, after: Catalogued): PlannedChange[] {
  const changes: PlannedChange[] = [];
  for (const [id, item] of after) {
    const old = before.get(id);
    if (!old) {
      // A switch nobody has touched is on.
      if (thing === 'provider_switch' && item.fields.enabled === true) continue;
      changes.push({
        thing,
        action: thing === 'provider_switch' ? 'change' : 'add',
        name: item.name,
        fields: [],
      });
      continue;
    }
    const fields = compareFields(old, item);
    if (fields.length > 0) changes.push({ thing, action: 'change', name: item.name, fields });
  }
  for (const [id, item] of before) {
    if (after.has(id)) continue;
    if (thing === 'provider_switch' && item.fields.enabled === true) continue;
    changes.push({ thing, action: 'remove', name: item.name, fields: [] });
  }
  return changes;
}

function compareFields(before: Described, after: Described): FieldChange[] {
  const names = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])];
  const changes = names
    .map((field) => ({ field, from: show(before.fields[field]), to: show(after.fields[field]) }))
    .filter(({ from, to }) => from !== to);
  if (before.name !== after.name) changes.unshift({ field: 'name', from: before.name, to: after.name });
  const { secret } = after;
  if (secret && before.secret?.mark !== secret.mark)
    changes.push({ field: secret.field, from: before.secret?.shown ?? null, to: secret.shown });
  return changes;
}

function show(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string'))
    return value.length === 0 ? null : value.join(', ');
  return JSON.stringify(value);
}

function describeWorkspace(row: WorkspaceRow): Described {
  return {
    name: row.name,
    fields: { credential_enabled: row.credentialEnabled, ...withoutMonthly(showLimits(row.limits)) },
    secret: {
      field: 'client_credential',
      shown: row.clientId,
      mark: row.clientId + toHex(row.credentialHash),
    },
  };
}

function describeKey(row: KeyRow, workspaces: ReadonlyMap<string, string>): Described {
  return {
    name: `${row.provider} · ${row.label}`,
    fields: {
      workspace: row.workspaceId === null ? null : workspaces.get(row.workspaceId),
      share_with_pool: row.shareWithPool,
      account: row.account,
      priority: row.priority,
      enabled: row.enabled,
      ...row.fields,
      ...showKeyLimits(row.limits),
    },
    secret: { field: 'secret', shown: row.masked, mark: toHex(row.sealed) },
  };
}

function describeToken(row: AgentTokenRow, workspaces: ReadonlyMap<string, string>): Described {
  return {
    name: row.name,
    fields: {
      workspace: workspaces.get(row.workspaceId),
      enabled: row.enabled,
      allowed_models: row.allowedModels,
      free_models_only: row.policy.freeModelsOnly,
      scopes: row.scopes,
      ...withoutMonthly(showLimits(row.policy)),
      expires_at: row.expiresAt === null ? null : new Date(row.expiresAt).toISOString(),
    },
    secret: { field: 'secret', shown: row.masked, mark: toHex(row.tokenHash) },
  };
}

function describeAlias(row: AliasRow, labels: ReadonlyMap<string, string>): Described {
  const slots = row.slots.map(({ provider, model, keyId, enabled }) => {
    const key = keyId === null ? '' : ` with ${labels.get(keyId) ?? keyId}`;
    return `${provider}/${model}${key}${enabled ? '' : ' (off)'}`;
  });
  return {
    name: row.id,
    fields: {
      slots,
      stream_safety: row.streamSafety,
      patience_ms: row.patienceMs,
      first_token_ms: row.firstTokenMs,
      max_attempts: row.maxAttempts,
      route_around_refusals: row.routeAroundRefusals,
    },
  };
}

/** Each setting is a thing of its own. */
function describeSettings({ proxy, ...settings }: Settings): Catalogued {
  const { providers, ...general } = proxy;
  const flat = {
    ...settings,
    ...Object.fromEntries(Object.entries(general).map(([name, value]) => [`proxy.${name}`, value])),
    ...Object.fromEntries(Object.entries(providers).map(([id, value]) => [`proxy.providers.${id}`, value])),
  };
  return new Map(Object.entries(flat).map(([name, value]) => [name, { name, fields: { value } }]));
}

/** The same as `budget_usd`, said again. */
function withoutMonthly<T extends { readonly monthly_budget_usd: unknown }>(limits: T) {
  const { monthly_budget_usd, ...rest } = limits;
  return rest;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
