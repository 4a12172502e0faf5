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

/**
 * `usage_quarters` is the truth: a row for each quarter of an hour (epoch milliseconds; no time zone has finer steps)
 * and each set of members that met in it. The other two answer at once: a row for each member of one dimension, with
 * hours (epoch milliseconds) and days (20261122) as the user's clock showed them when the request started, so that
 * moving to another time zone changes nothing that is past. Member 0: none.
 */
export const USAGE_TABLES = `
  CREATE TABLE usage_members (
    id INTEGER PRIMARY KEY,
    dimension TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    UNIQUE (dimension, name)
  ) STRICT;

  CREATE TABLE usage_quarters (
    start INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model INTEGER NOT NULL,
    alias INTEGER NOT NULL,
    token INTEGER NOT NULL,
    key INTEGER NOT NULL,
    workspace INTEGER NOT NULL,
    ${numbers},
    PRIMARY KEY (start, provider, model, alias, token, key, workspace)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE usage_hours (
    dimension TEXT NOT NULL,
    start INTEGER NOT NULL,
    member INTEGER NOT NULL,
    ${numbers},
    PRIMARY KEY (dimension, start, member)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE usage_days (
    dimension TEXT NOT NULL,
    start INTEGER NOT NULL,
    member INTEGER NOT NULL,
    ${numbers},
    PRIMARY KEY (dimension, start, member)
  ) STRICT, WITHOUT ROWID;
`;
