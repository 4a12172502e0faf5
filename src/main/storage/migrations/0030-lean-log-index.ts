import type { Migration } from '../migrate';

/**
 * The cost is known only at the end of a request: in the index it made every completion rewrite a page more.
 * What it was there for, the sum of today, is counted along in memory now. Which rows still run is kept as a mark.
 */
export const leanLogIndex: Migration = {
  version: 30,
  sql: `
    DROP INDEX requests_by_time;
    DROP INDEX requests_running;
    CREATE INDEX requests_by_time ON requests (started_at, seq);
  `,
};
