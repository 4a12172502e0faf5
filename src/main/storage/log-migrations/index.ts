import type { Migration } from '../migrate';
import { requests } from './0010-requests';
import { usage } from './0020-usage';
import { spendByQuarter } from './0030-spend-by-quarter';
import { keyAttempts } from './0040-key-attempts';
import { usageSets } from './0050-usage-sets';
import { usagePacks } from './0060-usage-packs';
import { keyAmounts } from './0070-key-amounts';

/** Of `log.db`, in order. A migration that was released is never edited; a new one follows in steps of ten. */
export const LOG_MIGRATIONS: readonly Migration[] = [
  requests,
  usage,
  spendByQuarter,
  keyAttempts,
  usageSets,
  usagePacks,
  keyAmounts,
];
