import { USAGE_GROUPS } from '../../../shared/domain/usage';

/** Summed columns; also the names of the fields they are counted in. */
export const COUNTERS = [
  'requests',
  'succeeded',
  'failed',
  'refused',
  'aborted',
  'fallbacks',
  'input',
  'output',
  'cached',
  'reasoning',
  'cost',
  'cost_unknown',
  'cost_estimated',
  'saved',
  'total_us',
  'total_count',
  'first_token_us',
  'first_token_count',
] as const;

/** Histograms, see latency-counts.ts. */
export const SPREADS = ['total_spread', 'first_token_spread'] as const;

const numbers = [
  ...COUNTERS.map((name) => `${name} INTEGER NOT NULL`),
  ...SPREADS.map((name) => `${name} BLOB NOT NULL`),
].join(', ');

const members = USAGE_GROUPS.map((dimension) => `${dimension} INTEGER NOT NULL`).join(', ');

const setTable = (name: string) => `
  CREATE TABLE ${name} (
    start INTEGER NOT NULL,
    ${members},
    ${numbers},
    PRIMARY KEY (start, ${USAGE_GROUPS.join(', ')})
  ) STRICT, WITHOUT ROWID;
`;

const totalTable = (name: string) => `
  CREATE TABLE ${name} (
    dimension TEXT NOT NULL,
    start INTEGER NOT NULL,
    member INTEGER NOT NULL,
    ${numbers},
    PRIMARY KEY (dimension, start, member)
  ) STRICT, WITHOUT ROWID;
`;

/** As they were at first; quarters of an hour have since become hours. Member 0: none. */
export const FIRST_USAGE_TABLES = `
  CREATE TABLE usage_members (
    id INTEGER PRIMARY KEY,
    dimension TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (dimension, name)
  ) STRICT;
  ${setTable('usage_quarters')}
  ${totalTable('usage_hours')}
  ${totalTable('usage_days')}
`;

/**
 * `usage_hours` and `usage_days` hold a row for each member of one dimension; these hold one for each set of members
 * that met, and answer what filters by one thing and groups by another. Hours (epoch milliseconds) and days (20261122)
 * are those of the user's clock when the request started, so that moving to another time zone changes nothing past.
 */
export const USAGE_SET_TABLES = setTable('usage_hour_sets') + setTable('usage_day_sets');
