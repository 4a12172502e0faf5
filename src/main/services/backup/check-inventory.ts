import { conflict } from '../refusals';
import type { Inventory } from './inventory';

/** What the database would refuse, or would never be found again. Throws SpiderGateError before anything is changed. */
export function requireSound({ workspaces, keys, agentTokens }: Inventory): void {
  const owners = new Set(workspaces.map((row) => row.id));
  const isOwned = (id: string | null) => id === null || owners.has(id);
  const isSound =
    isUnique(workspaces.map((row) => row.name.toLowerCase())) &&
    isUnique(workspaces.map((row) => row.clientId)) &&
    isUnique(workspaces.map((row) => toHex(row.credentialHash))) &&
    isUnique(agentTokens.map((row) => toHex(row.tokenHash))) &&
    keys.every((row) => isOwned(row.workspaceId) && (row.workspaceId !== null || row.shareWithPool)) &&
    agentTokens.every((row) => isOwned(row.workspaceId));
  if (!isSound)
    throw conflict('What is in the file contradicts itself or what is here. Nothing was changed.', 'file');
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
