import type { Database } from 'better-sqlite3';
import { type Calendar, createCalendar } from '../../../shared/time/calendar';
import { LOG_MIGRATIONS } from '../log-migrations';
import { type DatabaseLocation, openDatabase } from '../open-database';
import { createRequestReader, type RequestReader } from '../request-reader';
import { createOldRows, type OldRows } from '../usage/old-rows';
import { createRequestExport } from '../usage/request-export';
import { createRetention, type Retention } from '../usage/retention';
import { createRollups } from '../usage/rollups';
import { toFinishedRow } from '../usage/to-finished-row';
import type { ExportPiece, ExportQuestion, UsageReader } from '../usage/types';
import { createUsageReader } from '../usage/usage-reader';
import { createIngest, type Ingest } from './ingest';
import { journalFolder, makeJournalFolder } from './journal-files';

/** The log's database with its journal, as whoever takes the journal over has it: the log's thread, else this one. */
export interface OpenLog extends Ingest {
  readonly database: Database;
  readonly reader: RequestReader;
  readonly usage: UsageReader;
  readonly calendar: Calendar;
  readonly exportPiece: (question: ExportQuestion) => ExportPiece;
  readonly retention: Retention;
  readonly oldHours: OldRows;
  close(): void;
}

/** Opens `log.db` at the newest schema, or makes it. Throws StorageError. */
export function openLog(location: DatabaseLocation): OpenLog {
  const database = openDatabase(location, {
    migrations: LOG_MIGRATIONS,
    checkedTables: ['running', 'journal'],
  });
  try {
    const folder = journalFolder(location.file);
    makeJournalFolder(folder);
    const calendar = createCalendar();
    const rollups = createRollups({ database, calendar });
    const ingest = createIngest({
      database,
      folder,
      onFinished: (rows) => rollups.add(rows.flatMap((row) => toFinishedRow(row) ?? [])),
    });
    return {
      ...ingest,
      database,
      reader: createRequestReader(database),
      calendar,
      usage: createUsageReader({ database, calendar }),
      exportPiece: createRequestExport(database),
      oldHours: createOldRows(database, 'hour'),
      retention: createRetention({ database, monotonic: () => performance.now() }),
      close: () => void database.close(),
    };
  } catch (failure) {
    database.close();
    throw failure;
  }
}
