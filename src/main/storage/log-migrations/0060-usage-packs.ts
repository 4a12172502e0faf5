import type { Migration } from '../migrate';
import { createOldRows } from '../usage/old-rows';
import { USAGE_PACK_TABLES } from '../usage/usage-tables';

/**
 * All sets of an hour or day in one piece, in place of a row for each and a row for each member of each dimension. Days
 * are packed at once; hours stay where they are until they are asked for or their turn comes (old-rows.ts).
 */
export const usagePacks: Migration = {
  version: 60,
  sql: `
    DROP TABLE usage_hours;
    DROP TABLE usage_days;
    ${USAGE_PACK_TABLES}
  `,
  convert(database) {
    createOldRows(database, 'day').packBetween(0, Number.MAX_SAFE_INTEGER);
    database.exec('DROP TABLE usage_day_sets');
  },
};
