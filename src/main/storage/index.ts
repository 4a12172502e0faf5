import { createAgentTokenTable } from './agent-token-table';
import { createAliasTable } from './alias-table';
import { createHealthTable } from './health-table';
import { createKeyTable } from './key-table';
import { type DatabaseLocation, openDatabase } from './open-database';
import { createProviderTable } from './provider-table';
import { createRequestTable } from './request-table';
import { createSettingTable } from './setting-table';
import type { Storage } from './types';
import { createWorkspaceTable } from './workspace-table';

export { StorageError } from './errors';

interface StorageNeeds extends DatabaseLocation {
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Opens the one database of a data folder, which must exist. Throws StorageError. */
export function openStorage({ now, ...location }: StorageNeeds): Storage {
  const database = openDatabase(location);
  return {
    workspaces: createWorkspaceTable(database),
    agentTokens: createAgentTokenTable(database),
    keys: createKeyTable(database),
    aliases: createAliasTable(database),
    providers: createProviderTable({ database, now }),
    settings: createSettingTable(database),
    health: createHealthTable(database),
    requests: createRequestTable(database),
    close: () => {
      database.close();
    },
  };
}
