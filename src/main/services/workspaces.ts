import type { Workspace } from '../../shared/domain/workspace';
import type { Storage, WorkspaceRow } from '../storage/types';
import type { ServiceDependencies } from './dependencies';
import { newId } from './new-id';
import { conflict } from './refusals';
import type { EventHub, WorkspaceService } from './types';

export const PERSONAL_WORKSPACE = 'personal';

/** All workspaces, in memory. */
export interface WorkspaceBook {
  list(): readonly WorkspaceRow[];
  get(id: string): WorkspaceRow | null;
  named(name: string): WorkspaceRow | null;
  insert(row: WorkspaceRow): void;
}

export function createWorkspaceBook({ storage }: { readonly storage: Storage }): WorkspaceBook {
  const rows = new Map(storage.workspaces.list().map((row) => [row.id, row]));
  return {
    list: () => [...rows.values()],
    get: (id) => rows.get(id) ?? null,
    named: (name) => [...rows.values()].find((row) => row.name === name) ?? null,
    insert(row) {
      storage.workspaces.insert(row);
      rows.set(row.id, row);
    },
  };
}

interface WorkspaceParts extends Pick<ServiceDependencies, 'tokens' | 'tokenHasher' | 'clock'> {
  readonly book: WorkspaceBook;
  readonly events: EventHub;
}

export function createWorkspaceService(parts: WorkspaceParts): WorkspaceService {
  const { book, events } = parts;
  return {
    list: () => book.list().map(toWorkspace),
    create({ name }) {
      if (book.list().some((row) => row.name.toLowerCase() === name.toLowerCase())) {
        throw conflict(`There is a workspace named "${name}" already.`, 'name');
      }
      const { row, credential } = makeWorkspace(newId(), name, parts);
      book.insert(row);
      events.emit({ type: 'changed', collection: 'workspaces' });
      return { ...toWorkspace(row), credential };
    },
  };
}

/** The workspace everybody has. Its credential is seen by nobody: tokens are made for it instead. */
export function ensurePersonalWorkspace(parts: Omit<WorkspaceParts, 'events'>): void {
  if (parts.book.get(PERSONAL_WORKSPACE)) return;
  parts.book.insert(makeWorkspace(PERSONAL_WORKSPACE, PERSONAL_WORKSPACE, parts).row);
}

function makeWorkspace(id: string, name: string, parts: Omit<WorkspaceParts, 'events' | 'book'>) {
  const { clientId, credential } = parts.tokens.makeWorkspaceCredential();
  const credentialHash = parts.tokenHasher.hash(credential);
  const row: WorkspaceRow = { id, clientId, name, credentialHash, createdAt: parts.clock.now() };
  return { row, credential };
}

function toWorkspace(row: WorkspaceRow): Workspace {
  return {
    id: row.id,
    client_id: row.clientId,
    name: row.name,
    created_at: new Date(row.createdAt).toISOString(),
  };
}
