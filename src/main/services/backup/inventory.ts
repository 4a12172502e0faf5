import type { CustomProvider } from '../../../shared/domain/provider';
import type {
  AgentTokenRow,
  AliasRow,
  ConfigurationRows,
  InviteRow,
  KeyRow,
  Storage,
  WorkspaceRow,
} from '../../storage/types';
import type { AgentTokenBook } from '../agent-token-book';
import type { KeyBook } from '../key-book';
import { ORIGINS_SETTING, readAllowed } from '../origins';
import type { ProviderBook } from '../provider-book';
import type { SettingsRestoring } from '../settings';
import {
  readSettingsRecord,
  SETTINGS_RECORD,
  type SettingsRecord,
  writeSettingsRecord,
} from '../settings-record';
import type { WorkspaceBook } from '../workspace-book';

/** Everything that is configured, at one moment. */
export interface Inventory {
  readonly workspaces: readonly WorkspaceRow[];
  readonly keys: readonly KeyRow[];
  readonly agentTokens: readonly AgentTokenRow[];
  /** Those that are not as shipped. */
  readonly aliases: readonly AliasRow[];
  readonly customProviders: readonly CustomProvider[];
  readonly switches: ReadonlyMap<string, boolean>;
  /** Invites that brought one of the keys. */
  readonly contributions: readonly InviteRow[];
  readonly settings: SettingsRecord;
  readonly origins: readonly string[];
}

export interface InventoryParts {
  readonly storage: Storage;
  readonly workspaces: WorkspaceBook;
  readonly keys: KeyBook;
  readonly agentTokens: AgentTokenBook;
  readonly providers: ProviderBook;
  readonly restoring: SettingsRestoring;
}

/** The settings that an inventory holds, by the name they are stored under. */
export const INVENTORY_SETTINGS = [SETTINGS_RECORD, ORIGINS_SETTING] as const;

export function takeInventory(parts: InventoryParts): Inventory {
  const { storage, workspaces, keys, agentTokens, providers, restoring } = parts;
  return {
    workspaces: workspaces.list(),
    keys: keys.list(),
    agentTokens: agentTokens.list(),
    aliases: storage.aliases.list(),
    customProviders: providers.listCustom(),
    switches: providers.switches(),
    contributions: storage.configuration.contributionsOf(keys.list()),
    settings: restoring.current(),
    origins: readAllowed(storage.settings),
  };
}

export function toRows({ settings, origins, ...rows }: Inventory): ConfigurationRows {
  const stored = new Map<string, string>();
  writeSettingsRecord({ set: (name, value) => void stored.set(name, value) }, settings);
  stored.set(ORIGINS_SETTING, JSON.stringify(origins));
  return { ...rows, settings: stored };
}

export function fromRows({ settings, ...rows }: ConfigurationRows): Inventory {
  const table = { get: (name: string) => settings.get(name) ?? null };
  return { ...rows, settings: readSettingsRecord(table), origins: readAllowed(table) };
}
