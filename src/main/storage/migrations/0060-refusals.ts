import type { Migration } from '../migrate';

/** Aliases that go on to the next place when one refuses for the sake of safety. None did so before. */
export const refusals: Migration = {
  version: 60,
  sql: `
    ALTER TABLE aliases ADD COLUMN route_around_refusals INTEGER NOT NULL DEFAULT 0
      CHECK (route_around_refusals IN (0, 1));
  `,
};
