import type { Database } from 'better-sqlite3';

/** Columns of the log as it was kept in `spidergate.db` once. */
const COLUMNS = `id, started_at, status, workspace_id, client_id, token_id, token_name, requested, alias, dialect, stream,
  http_status, error_code, provider, model, key_id, key_label, key_scope, fallback_from, attempt_count, first_token_ms,
  total_ms, input_tokens, output_tokens, cached_tokens, reasoning_tokens, usage_estimated, cost_nano_usd, trace`;

/** Takes the request log out of the main database. A crash on the way repeats it at the next start. */
export function moveOldLog(main: Database, log: Database): void {
  const table = main.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'requests'").get();
  if (table === undefined) return;
  main.exec("UPDATE requests SET status = 'interrupted' WHERE status = 'running'");
  log.prepare('ATTACH ? AS main_file').run(main.name);
  try {
    log.exec(`INSERT INTO main.requests (${COLUMNS}) SELECT ${COLUMNS} FROM main_file.requests WHERE true ORDER BY seq
      ON CONFLICT (id) DO NOTHING`);
  } finally {
    log.exec('DETACH main_file');
  }
  main.exec('DROP TABLE requests');
}
