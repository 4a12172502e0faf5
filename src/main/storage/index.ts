import path from 'node:path';
import { createAgentTokenTable } from './agent-token-table';
import { createAliasTable } from './alias-table';
import { createConfigurationStore } from './configuration-store';
import { createHealthTable } from './health-table';
import { createInviteTable } from './invite-table';
import { createLogAnswers } from './journal/answer-questions';
import { moveOldLog } from './journal/move-old-log';
import { openLog } from './journal/open-log';
import { createKeyTable } from './key-table';
import { type LogThread, openLogThread } from './log-reader';
import { type DatabaseLocation, openDatabase } from './open-database';
import { createProviderTable } from './provider-table';
import { openRecordings } from './recordings/recording-table';
import { createRequestTable } from './request-table';
import { createSettingTable } from './setting-table';
import type { Storage } from './types';
import { createWorkspaceTable } from './workspace-table';

export { StorageError } from './errors';

interface StorageNeeds extends DatabaseLocation {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The built thread of the log; `null`: its work is done on this one. */
  readonly logWorkerFile?: string | null;
}

/** Opens the databases of a data folder, which must exist: `file` and, beside it, `log.db`. Throws StorageError. */
export function openStorage({ now, logWorkerFile = null, ...location }: StorageNeeds): Storage {
  const database = openDatabase(location);
  const { requests, ask, setTimeZone, endLog } = openRequestLog({
    now,
    logWorkerFile,
    location,
    database,
  });
  const { close: closeRecordings, ...recordings } = openRecordings({
    ...location,
    file: path.join(path.dirname(location.file), 'recordings.db'),
  });
  return {
    recordings,
    workspaces: createWorkspaceTable(database),
    agentTokens: createAgentTokenTable(database),
    keys: createKeyTable(database),
    invites: createInviteTable(database),
    aliases: createAliasTable(database),
    providers: createProviderTable({ database, now }),
    settings: createSettingTable(database),
    health: createHealthTable(database),
    configuration: createConfigurationStore({ database, location, now }),
    requests,
    spend: requests.spend,
    log: {
      list: (request) => ask('list', request),
      get: (id) => ask('get', id),
      usage: (question) => ask('usage', question),
      exportPiece: (question) => ask('export', question),
      sweep: (cutoff) => ask('sweep', cutoff),
      setTimeZone,
    },
    // Deleted content is zeroed in the database itself; what is left of it is in the write-ahead log.
    forgetDeleted: () => void database.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => {
      closeRecordings();
      const ended = endLog();
      if (ended) return ended.then(() => void database.close());
      database.close();
      return undefined;
    },
  };
}

interface LogNeeds {
  readonly now: () => number;
  readonly logWorkerFile: string | null;
  readonly location: DatabaseLocation;
  readonly database: ReturnType<typeof openDatabase>;
}

function openRequestLog({ now, logWorkerFile, location, database }: LogNeeds) {
  const place = { ...location, file: path.join(path.dirname(location.file), 'log.db') };
  const log = openOrGiveUp(place, database);
  const answers = createLogAnswers(log);
  const thread = openLogThread({ workerFile: logWorkerFile, location: place, answers });
  const requests = createRequestTable({
    log,
    file: place.file,
    now,
    takeOver: () => {
      if (!thread.catchUp()) log.catchUp();
    },
    isElsewhere: thread.isUp,
  });
  /** A request that has begun may not have its line yet. */
  const ask: LogThread['ask'] = (name, asked) => {
    try {
      requests.flush();
    } catch {
      // What is in the journal can be read all the same; whoever waits for the lines was told.
    }
    return thread.ask(name, asked);
  };
  return {
    requests,
    ask,
    /** In the log's thread, and here, should that die. */
    setTimeZone(zone: string | null): void {
      log.calendar.use(zone);
      if (thread.isUp()) thread.ask('zone', zone).catch(() => {});
    },
    endLog(): Promise<void> | void {
      requests.endJournal();
      const ended = thread.close();
      return ended ? ended.then(requests.close) : requests.close();
    },
  };
}

function openOrGiveUp(place: DatabaseLocation, database: LogNeeds['database']) {
  try {
    const log = openLog(place);
    moveOldLog(database, log.database);
    return log;
  } catch (failure) {
    database.close();
    throw failure;
  }
}
