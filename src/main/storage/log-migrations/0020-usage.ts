import type { Migration } from '../migrate';
import { FIRST_USAGE_TABLES } from '../usage/usage-tables';

/** Roll-ups of what was used; they stay when the rows they were counted from go. */
export const usage: Migration = { version: 20, sql: FIRST_USAGE_TABLES };
