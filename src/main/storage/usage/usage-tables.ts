import { USAGE_GROUPS } from '../../../shared/domain/usage';

/** What is summed up. Their order is that of the columns of a pack. */
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

/** Histograms, as they were kept in columns. */
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

/** Until there were packs: one row for each set of members that met in the hour or day. */
export const USAGE_SET_TABLES = setTable('usage_hour_sets') + setTable('usage_day_sets');

/**
 * `usage_sets` numbers the sets of members that met; a pack (usage-pack.ts) holds all of them of one hour or day. Hours
 * (epoch milliseconds) and days (20261122) are those of the user's clock when the request started, so that moving to
 * another time zone changes nothing past. What was counted last is open: in neither its hour nor its day yet. `usage_hour_sets` is what a file from before still has to pack.
 */
export const USAGE_PACK_TABLES = `
  CREATE TABLE usage_sets (id INTEGER PRIMARY KEY, ${members}, UNIQUE (${USAGE_GROUPS.join(', ')})) STRICT;
  CREATE TABLE usage_hour_packs (start INTEGER PRIMARY KEY, pack BLOB NOT NULL) STRICT;
  CREATE TABLE usage_day_packs (start INTEGER PRIMARY KEY, pack BLOB NOT NULL) STRICT;
  CREATE TABLE usage_open (
    seq INTEGER PRIMARY KEY,
    start INTEGER NOT NULL,
    day INTEGER NOT NULL,
    pack BLOB NOT NULL
  ) STRICT;
`;
