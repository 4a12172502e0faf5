import { USAGE_GROUPS } from '../../../shared/domain/usage';
import type { Migration } from '../migrate';
import { COUNTERS, SPREADS, USAGE_SET_TABLES } from '../usage/usage-tables';

const members = USAGE_GROUPS.join(', ');
const sums = [
  ...COUNTERS.map((name) => `SUM(${name})`),
  // Spreads one after the other are their sum. Source: latency-counts.ts.
  ...SPREADS.map((name) => `unhex(group_concat(hex(${name}), ''))`),
];

const addUp = (table: string, start: string) => `
  INSERT INTO ${table} (start, ${members}, ${[...COUNTERS, ...SPREADS].join(', ')})
    SELECT ${start} AS begun, ${members}, ${sums.join(', ')}
    FROM usage_quarters GROUP BY begun, ${members};
`;

/** By the clock of this computer, as nearly all of it was counted. */
const local = (format: string) =>
  `CAST(strftime('${format}', start / 1000, 'unixepoch', 'localtime') AS INTEGER)`;

/** Quarters of an hour become hours and days, which answer in time. */
export const usageSets: Migration = {
  version: 50,
  sql: `
    ${USAGE_SET_TABLES}
    ${addUp('usage_hour_sets', `start - 60000 * ${local('%M')}`)}
    ${addUp('usage_day_sets', local('%Y%m%d'))}
    DROP TABLE usage_quarters;
  `,
};
