import type { Migration } from '../migrate';

/** What a running request has set aside for each key, where there was one key with all of it. JSON: `[[key, nano-dollars], …]`. */
export const keyAmounts: Migration = {
  version: 70,
  sql: `
    ALTER TABLE running ADD COLUMN key_amounts TEXT NOT NULL DEFAULT '[]';
    UPDATE running SET key_amounts = json_array(json_array(key_id, reserved_nano_usd)) WHERE key_id IS NOT NULL;
    ALTER TABLE running DROP COLUMN key_id;
  `,
};
