import type { Migration } from '../migrate';

/**
 * The books by quarters of an hour (epoch milliseconds) in place of days, weeks and months, so that what was spent in
 * a window is known in every time zone. What was booked until now counts from the beginning of its day.
 */
export const spendByQuarter: Migration = {
  version: 30,
  sql: `
    CREATE TABLE spend_quarters (
      scope TEXT NOT NULL,
      id TEXT NOT NULL,
      start INTEGER NOT NULL,
      cost_nano_usd INTEGER NOT NULL,
      PRIMARY KEY (scope, id, start)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO spend_quarters (scope, id, start, cost_nano_usd)
      SELECT scope, id, period_start, cost_nano_usd FROM spend WHERE period = 'day';

    DROP TABLE spend;

    ALTER TABLE running DROP COLUMN day_start;
    ALTER TABLE running DROP COLUMN week_start;
    ALTER TABLE running DROP COLUMN month_start;
  `,
};
