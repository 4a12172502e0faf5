import type { ChangePlan } from '../../../shared/domain/change-plan';
import type { ConfigImportRequest } from '../../../shared/ipc/backup';
import { type ConfigDocument, configDocument } from '../../../shared/ipc/config-document';
import type { ServiceDependencies } from '../dependencies';
import { newId } from '../new-id';
import { refuse } from '../refusals';
import type { ConfigService } from '../types';
import { makeWorkspace } from '../workspaces';
import { type ApplyParts, applyInventory } from './apply-inventory';
import { requireSound } from './check-inventory';
import { compareInventories } from './compare-inventories';
import { takeInventory } from './inventory';
import { planConfig } from './plan-config';
import { writeConfig } from './write-config';

export type ConfigServiceParts = ApplyParts & Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock'>;

export function createConfigService(parts: ConfigServiceParts): ConfigService {
  return {
    read: () => writeConfig(takeInventory(parts)),
    import: (request) => importConfig(request, parts),
  };
}

function importConfig(request: ConfigImportRequest, parts: ConfigServiceParts): ChangePlan {
  const config = parseConfig(request.config);
  const current = takeInventory(parts);
  const planned = planConfig(config, current, {
    ...parts,
    mode: request.mode,
    newWorkspace: (name) => makeWorkspace(newId(), name, parts).row,
    newToken: () => makeUnseenToken(parts),
  });
  requireSound(planned.inventory);
  const changes = compareInventories(current, planned.inventory);
  const applies = !request.dry_run && changes.length > 0;
  if (applies) applyInventory(current, planned.inventory, parts);
  return { applied: !request.dry_run, mode: request.mode, changes, notices: planned.notices };
}

function makeUnseenToken({ tokens, tokenHasher, clock }: ConfigServiceParts) {
  const token = tokens.makeAgentToken();
  return {
    id: newId(),
    tokenHash: tokenHasher.hash(token),
    masked: tokens.maskSecret(token),
    createdAt: clock.now(),
  };
}

/** Names the first wrong field, and never its value. */
function parseConfig(value: unknown): ConfigDocument {
  const result = configDocument.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = ['config', ...(issue?.path ?? []), ...extra].join('.');
  const reason =
    issue?.code === 'unrecognized_keys' ? 'is not known to this version' : (issue?.message ?? 'is wrong');
  throw refuse(path, `${path} ${reason.replace(/\.$/, '').replace(/^Invalid/, 'is wrong: invalid')}.`);
}
