import { readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

const SPAN_DAYS = 30;
const HOUR_MS = 3_600_000;
const SPAN_MS = SPAN_DAYS * 24 * HOUR_MS;
interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/**
 * Fills the log of an app that is not running with copies of the rows it has, spread over the last 30 days. It goes by
 * the columns that are there, so that what the log holds may change. Gives the number of rows.
 */
export function seedLog(dataDir: string, rows: number): number {
  const database = openLog(dataDir);
  try {
    // A lost seed is made again; safety would only take time.
    database.pragma('journal_mode = MEMORY');
    database.pragma('synchronous = OFF');
    const total = database.transaction(() => {
      copyRollups(database);
      return copyRows(database, rows);
    })();
    database.pragma('journal_mode = WAL');
    return total;
  } finally {
    database.close();
  }
}

function openLog(dataDir: string): Database.Database {
  const files = readdirSync(dataDir).filter((name) => name.endsWith('.db'));
  for (const name of files) {
    const database = new Database(path.join(dataDir, name));
    if (columnsOf(database, 'requests').length > 0 && countRows(database) > 0) return database;
    database.close();
  }
  throw new Error(`no request log with rows to copy among ${files.join(', ')}`);
}

function columnsOf(database: Database.Database, table: string): readonly Column[] {
  return database.prepare<[string], Column>('SELECT name, type, pk FROM pragma_table_info(?)').all(table);
}

function countRows(database: Database.Database): number {
  return database.prepare<[], number>('SELECT COUNT(*) FROM requests').pluck().get() ?? 0;
}

function copyRows(database: Database.Database, rows: number): number {
  const columns = columnsOf(database, 'requests').filter(({ pk, type }) => pk === 0 || type !== 'INTEGER');
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map(({ name }) => copiedValue(name)).join(', ');
  database.exec('CREATE TEMP TABLE sample AS SELECT * FROM requests');
  const samples = countRows(database);
  // Oldest first, as a log grows.
  database
    .prepare(
      `INSERT INTO requests (${names})
       WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < @rows)
       SELECT ${values} FROM n JOIN temp.sample AS sample ON sample.rowid = n.i % @samples + 1`,
    )
    .run({ rows, samples, oldest: Date.now() - SPAN_MS, step: SPAN_MS / rows });
  return countRows(database);
}

/** The newest of what was counted again for every hour before, so that a chart has something to show everywhere. */
function copyRollups(database: Database.Database): void {
  if (columnsOf(database, 'usage_open').length === 0) return;
  const start = `newest.start - n.i * ${HOUR_MS}`;
  database.exec(
    `CREATE TEMP TABLE newest AS SELECT start, pack FROM usage_open ORDER BY seq DESC LIMIT 1;
     INSERT INTO usage_open (start, day, pack)
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${24 * SPAN_DAYS})
     SELECT ${start}, CAST(strftime('%Y%m%d', (${start}) / 1000, 'unixepoch', 'localtime') AS INTEGER), pack
     FROM n CROSS JOIN temp.newest AS newest;
     DROP TABLE temp.newest;`,
  );
}

/** Ids sort before every real one, times come in even steps. */
function copiedValue(column: string): string {
  if (column === 'id') return "'req_' || printf('%026d', n.i)";
  if (column === 'started_at') return 'CAST(@oldest + n.i * @step AS INTEGER)';
  return `sample."${column}"`;
}
