import type { RestoreMode } from '../../../shared/domain/change-plan';
import type { KeyRing } from '../../gateway/ports';
import type { AgentTokenRow, KeyRow, WorkspaceRow } from '../../storage/types';
import type { BackupDocument } from './backup-document';
import type { Inventory } from './inventory';

/** Which thing of a backup is which thing here. Ids are the same only where both come from one installation. */
export interface Matches {
  /** `null`: not here yet. By the id in the backup. */
  workspace(id: string): WorkspaceRow | null;
  key(id: string): KeyRow | null;
  agentToken(id: string): AgentTokenRow | null;
  /** The id here, which new things bring with them. */
  workspaceId(id: string): string;
  keyId(id: string): string;
  /** `client:<workspace>/…` under the name the workspace has here; also in allow-lists. */
  rename(text: string): string;
}

export function matchOwned(
  document: BackupDocument,
  current: Inventory,
  { mode, ring }: { readonly mode: RestoreMode; readonly ring: Pick<KeyRing, 'secretOf'> },
): Matches {
  const byName = mode === 'merge';
  const workspaces = matchWorkspaces(document, current, byName);
  const keys = matchKeys(document, current, byName ? ring : null);
  const tokens = matchTokens(document, current, byName);
  const names = new Map(document.workspaces.map((entry) => [entry.name, workspaces.get(entry.id)?.name]));
  return {
    workspace: (id) => workspaces.get(id) ?? null,
    key: (id) => keys.get(id) ?? null,
    agentToken: (id) => tokens.get(id) ?? null,
    workspaceId: (id) => workspaces.get(id)?.id ?? id,
    keyId: (id) => keys.get(id)?.id ?? id,
    rename(text) {
      const [whole, name = '', rest = ''] = /^client:([^/]+)(\/.*)$/.exec(text) ?? [];
      const here = byName ? names.get(name) : undefined;
      return whole !== undefined && here !== undefined ? `client:${here}${rest}` : text;
    },
  };
}

function matchWorkspaces({ workspaces }: BackupDocument, current: Inventory, byName: boolean) {
  const here = new Map(current.workspaces.map((row) => [row.id, row]));
  const named = new Map(current.workspaces.map((row) => [row.name.toLowerCase(), row]));
  return pair(
    workspaces,
    ({ id, name }) => here.get(id) ?? (byName ? named.get(name.toLowerCase()) : undefined),
  );
}

/** The same secret is the same key, whatever it is called there. */
function matchKeys({ keys }: BackupDocument, current: Inventory, ring: Pick<KeyRing, 'secretOf'> | null) {
  const here = new Map(current.keys.map((row) => [row.id, row]));
  const secrets = new Map<string, KeyRow>();
  for (const row of ring ? current.keys : []) {
    const answer = ring?.secretOf(row.id);
    if (answer?.ok) secrets.set(`${row.provider} ${answer.secret}`, row);
  }
  return pair(keys, ({ id, provider, secret }) => here.get(id) ?? secrets.get(`${provider} ${secret}`));
}

function matchTokens({ agent_tokens }: BackupDocument, current: Inventory, byHash: boolean) {
  const here = new Map(current.agentTokens.map((row) => [row.id, row]));
  const hashes = new Map(
    current.agentTokens.map((row) => [Buffer.from(row.tokenHash).toString('base64'), row]),
  );
  return pair(
    agent_tokens,
    ({ id, token_hash }) => here.get(id) ?? (byHash ? hashes.get(token_hash) : undefined),
  );
}

/** Each thing here is paired once; those with the same id go first. */
function pair<E extends { readonly id: string }, R extends { readonly id: string }>(
  entries: readonly E[],
  find: (entry: E) => R | undefined,
): ReadonlyMap<string, R> {
  const pairs = new Map<string, R>();
  const taken = new Set<string>();
  const inOrder = [...entries].sort((a, b) => Number(find(b)?.id === b.id) - Number(find(a)?.id === a.id));
  for (const entry of inOrder) {
    const row = find(entry);
    if (!row || taken.has(row.id)) continue;
    taken.add(row.id);
    pairs.set(entry.id, row);
  }
  return pairs;
}
