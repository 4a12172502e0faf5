import type { Workspace } from '../../shared/domain/workspace';
import type { WorkspaceUpdateRequest } from '../../shared/ipc/workspaces';
import { describeBudget } from '../gateway/describe-budget';
import { NO_LIMITS } from '../gateway/no-limits';
import type { KeyRow, WorkspaceRow } from '../storage/types';
import type { AgentTokenBook } from './agent-token-book';
import type { AliasBookStore } from './alias-book';
import type { ServiceDependencies } from './dependencies';
import type { KeyBook } from './key-book';
import type { LastUsed } from './last-used';
import { changeLimits, showLimits } from './limit-fields';
import { newId } from './new-id';
import { conflict, notFound, refuse } from './refusals';
import type { WorkspaceService } from './types';
import { PERSONAL_WORKSPACE, type WorkspaceBook } from './workspace-book';

interface WorkspaceParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock' | 'gateway'> {
  readonly book: WorkspaceBook;
  readonly agentTokens: AgentTokenBook;
  readonly keys: KeyBook;
  readonly aliases: AliasBookStore;
  readonly lastUsed: LastUsed;
  readonly onChange: () => void;
  /** Its name stands in aliases and allow-lists too. */
  readonly onRename: () => void;
  /** These keys have gone with their workspace, and so have its tokens and aliases. */
  readonly onContentsGone: (keys: readonly KeyRow[]) => void;
}

export function createWorkspaceService(parts: WorkspaceParts): WorkspaceService {
  const { book, lastUsed } = parts;
  const toWorkspace = (row: WorkspaceRow) => describeWorkspace(row, parts);

  function find(id: string): WorkspaceRow {
    const row = book.get(id);
    if (!row) throw notFound('workspace', id);
    return row;
  }

  function replace(row: WorkspaceRow): Workspace {
    book.update({ ...row, lastUsedAt: lastUsed.of(row.id, row.lastUsedAt) });
    parts.onChange();
    return toWorkspace(row);
  }

  return {
    list: () => book.list().map(toWorkspace),
    create({ name, ...limits }) {
      requireFreeName(name, null, book);
      const { row, credential } = makeWorkspace(newId(), name, parts);
      const limited = { ...row, limits: changeLimits(NO_LIMITS, limits) };
      book.insert(limited);
      parts.onChange();
      return { ...toWorkspace(limited), credential };
    },
    update(id, change) {
      const row = find(id);
      const changed = changeRow(row, change);
      if (changed.name === row.name) return replace(changed);
      requireFreeName(changed.name, id, book);
      const renamed = replace(changed);
      parts.aliases.reload();
      parts.agentTokens.reload();
      parts.onRename();
      return renamed;
    },
    rotate(id) {
      const row = find(id);
      const { clientId } = row;
      const { credential } = parts.tokens.makeWorkspaceCredential(clientId);
      const credentialHash = parts.tokenHasher.hash(credential);
      return { ...replace({ ...row, credentialHash }), credential };
    },
    delete: (id, options) => deleteWorkspace(find(id), options.with_contents, parts),
  };
}

/** The workspace everybody has. Its credential is seen by nobody until it is rotated: tokens are made for it instead. */
export function ensurePersonalWorkspace(
  parts: Pick<WorkspaceParts, 'book' | 'tokens' | 'tokenHasher' | 'clock'>,
): void {
  if (parts.book.get(PERSONAL_WORKSPACE)) return;
  parts.book.insert(makeWorkspace(PERSONAL_WORKSPACE, PERSONAL_WORKSPACE, parts).row);
}

export function makeWorkspace(
  id: string,
  name: string,
  { tokens, tokenHasher, clock }: Pick<WorkspaceParts, 'tokens' | 'tokenHasher' | 'clock'>,
) {
  const { clientId, credential } = tokens.makeWorkspaceCredential();
  const row: WorkspaceRow = {
    id,
    clientId,
    name,
    credentialHash: tokenHasher.hash(credential),
    credentialEnabled: true,
    limits: NO_LIMITS,
    createdAt: clock.now(),
    lastUsedAt: null,
  };
  return { row, credential };
}

function changeRow(row: WorkspaceRow, change: WorkspaceUpdateRequest): WorkspaceRow {
  return {
    ...row,
    name: change.name ?? row.name,
    credentialEnabled: change.credential_enabled ?? row.credentialEnabled,
    limits: changeLimits(row.limits, change),
  };
}

/** Names differ by more than case: `client:<workspace>/…` must mean one of them to a reader too. */
function requireFreeName(name: string, ownId: string | null, book: WorkspaceBook): void {
  const isTaken = book
    .list()
    .some((row) => row.id !== ownId && row.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw conflict(`There is a workspace named "${name}" already.`, 'name');
}

function deleteWorkspace(row: WorkspaceRow, withContents: boolean, parts: WorkspaceParts): void {
  const { book, agentTokens, keys, aliases, lastUsed } = parts;
  if (row.id === PERSONAL_WORKSPACE) throw refuse('id', 'The personal workspace cannot be deleted.');
  const contents = listContents(row, parts);
  if (!withContents && !contents.isEmpty) {
    throw conflict(
      `The workspace "${row.name}" still has ${contents.description}. Delete them first, or name with_contents to delete them with it.`,
      'with_contents',
    );
  }
  book.delete(row.id);
  keys.forgetWorkspace(row.id);
  agentTokens.reload();
  aliases.reload();
  lastUsed.forget(row.id);
  parts.onContentsGone(contents.keys);
  parts.onChange();
}

function listContents({ id, name }: WorkspaceRow, { agentTokens, keys, aliases }: WorkspaceParts) {
  const own = {
    keys: keys.list().filter((key) => key.workspaceId === id),
    tokens: agentTokens.list().filter((token) => token.workspaceId === id),
    aliases: aliases.list().filter((alias) => alias.id.startsWith(`client:${name}/`)),
  };
  const counted = [
    [own.keys.length, 'key'],
    [own.tokens.length, 'agent token'],
    [own.aliases.length, 'alias'],
  ] as const;
  const present = counted.filter(([count]) => count > 0);
  const description = present
    .map(([count, word]) => `${count} ${count === 1 ? word : plural(word)}`)
    .join(', ');
  return { keys: own.keys, isEmpty: present.length === 0, description };
}

const plural = (word: string): string => (word.endsWith('s') ? `${word}es` : `${word}s`);

function describeWorkspace(row: WorkspaceRow, { lastUsed, gateway }: WorkspaceParts): Workspace {
  const usedAt = lastUsed.of(row.id, row.lastUsedAt);
  return {
    id: row.id,
    client_id: row.clientId,
    name: row.name,
    credential_enabled: row.credentialEnabled,
    ...showLimits(row.limits),
    budget: describeBudget(gateway().limits.budget('workspace', row.id, row.limits.budget)),
    created_at: new Date(row.createdAt).toISOString(),
    last_used_at: usedAt === null ? null : new Date(usedAt).toISOString(),
  };
}
