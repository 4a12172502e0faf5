import type { Migration } from '../migrate';
import { vaultAndRouting } from './0010-vault-and-routing';
import { requestLog } from './0020-request-log';
import { leanLogIndex } from './0030-lean-log-index';
import { policy } from './0040-policy';
import { invites } from './0050-invites';
import { refusals } from './0060-refusals';
import { lastApps } from './0070-last-apps';

/** In order. A migration that was released is never edited; a new one follows in steps of ten. */
export const MIGRATIONS: readonly Migration[] = [
  vaultAndRouting,
  requestLog,
  leanLogIndex,
  policy,
  invites,
  refusals,
  lastApps,
];
