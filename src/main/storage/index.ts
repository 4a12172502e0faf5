import { createAgentTokenTable } from './agent-token-table';
import { createAliasTable } from './alias-table';
import { createHealthTable } from './health-table';
import { createKeyTable } from './key-table';
import { openLogReader } from './log-reader';
import { type DatabaseLocation, openDatabase } from './open-database';
import { createProviderTable } from './provider-table';
import { createRequestTable } from './request-table';
import { createSettingTable } from './setting-table';
import type { Storage } from './types';
import { createWorkspaceTable } from './workspace-table';

export { StorageError } from './errors';

/** SQLite's own default. */
const CHECKPOINT_PAGES = 1000;

interface StorageNeeds extends DatabaseLocation {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The built thread for long reads; `null`: read on this one. */
  readonly logWorkerFile?: string | null;
}

/** Opens the one database of a data folder, which must exist. Throws StorageError. */
export function openStorage({ now, logWorkerFile = null, ...location }: StorageNeeds): Storage {
  const database = openDatabase(location);
  const requests = createRequestTable(database);
  const log = openLogReader({
    workerFile: logWorkerFile,
    location,
    requests,
    onWorker: (isRunning) => {
      if (database.open) database.pragma(`wal_autocheckpoint = ${isRunning ? 0 : CHECKPOINT_PAGES}`);
    },
  });
  return {
    workspaces: createWorkspaceTable(database),
    agentTokens: createAgentTokenTable(database),
    keys: createKeyTable(database),
    aliases: createAliasTable(database),
    providers: createProviderTable({ database, now }),
    settings: createSettingTable(database),
    health: createHealthTable(database),
    requests,
    log,
    close: () => {
      requests.flush();
      const ended = log.close();
      if (ended) return ended.then(() => void database.close());
      database.close();
      return undefined;
    },
  };
}
