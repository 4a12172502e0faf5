import type { KeyRow, Storage } from '../../storage/types';
import type { AliasBookStore } from '../alias-book';
import type { LastUsed } from '../last-used';
import type { OriginSet } from '../origins';
import { INVENTORY_SETTINGS, type Inventory, type InventoryParts, toRows } from './inventory';

export interface ApplyParts extends InventoryParts {
  readonly storage: Storage;
  readonly aliases: AliasBookStore;
  readonly origins: Pick<OriginSet, 'reload'>;
  readonly lastUsed: {
    readonly keys: LastUsed;
    readonly agentTokens: LastUsed;
    readonly workspaces: LastUsed;
  };
  /** All lists are others now. `keys`: those that are gone or have another secret. */
  readonly onReplaced: (keys: readonly KeyRow[]) => void;
}

/** Stores all of it in one transaction, and takes it into memory. What was there before can be brought back once. */
export function applyInventory(before: Inventory, next: Inventory, parts: ApplyParts): void {
  const { configuration } = parts.storage;
  for (const used of Object.values(parts.lastUsed)) used.flush();
  configuration.keepCopy(INVENTORY_SETTINGS);
  try {
    configuration.replace(toRows(next));
  } catch (failure) {
    configuration.dropCopy();
    throw failure;
  }
  takeIn(before, next, parts);
}

/** The same without keeping what was there. */
export function bringBack(before: Inventory, next: Inventory, parts: ApplyParts): void {
  const { configuration } = parts.storage;
  for (const used of Object.values(parts.lastUsed)) used.flush();
  configuration.replace(toRows(next));
  configuration.dropCopy();
  takeIn(before, next, parts);
}

function takeIn(before: Inventory, next: Inventory, parts: ApplyParts): void {
  parts.workspaces.reload();
  parts.keys.reload();
  parts.agentTokens.reload();
  parts.providers.reload();
  parts.aliases.reload();
  parts.origins.reload();
  parts.restoring.reload();
  forgetGone(before, next, parts);
  parts.onReplaced(findOtherKeys(before, next));
}

function forgetGone(before: Inventory, next: Inventory, { lastUsed }: ApplyParts): void {
  const kept = new Set([...next.workspaces, ...next.agentTokens].map((row) => row.id));
  for (const row of before.workspaces) if (!kept.has(row.id)) lastUsed.workspaces.forget(row.id);
  for (const row of before.agentTokens) if (!kept.has(row.id)) lastUsed.agentTokens.forget(row.id);
}

/** What was learned about them is no longer true. */
function findOtherKeys(before: Inventory, next: Inventory): readonly KeyRow[] {
  const seals = new Map(next.keys.map((row) => [row.id, row.sealed]));
  return before.keys.filter((row) => {
    const seal = seals.get(row.id);
    return seal === undefined || Buffer.compare(seal, row.sealed) !== 0;
  });
}
