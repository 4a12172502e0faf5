import type { Migration } from '../migrate';

/** Which program a token was seen in last, as its user agent names it. */
export const lastApps: Migration = {
  version: 70,
  sql: 'ALTER TABLE agent_tokens ADD COLUMN last_app TEXT;',
};
