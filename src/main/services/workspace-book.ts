import type { Storage, WorkspaceRow } from '../storage/types';

/** The one everybody has. */
export const PERSONAL_WORKSPACE = 'personal';

/** All workspaces, in memory. */
export interface WorkspaceBook {
  list(): readonly WorkspaceRow[];
  get(id: string): WorkspaceRow | null;
  named(name: string): WorkspaceRow | null;
  ofClient(clientId: string): WorkspaceRow | null;
  insert(row: WorkspaceRow): void;
  update(row: WorkspaceRow): void;
  delete(id: string): void;
  /** Storage holds others now. */
  reload(): void;
}

export function createWorkspaceBook({ storage }: { readonly storage: Storage }): WorkspaceBook {
  const rows = new Map<string, WorkspaceRow>();
  const clients = new Map<string, string>();
  const get = (id: string) => rows.get(id) ?? null;

  function keep(row: WorkspaceRow): void {
    rows.set(row.id, row);
    clients.set(row.clientId, row.id);
  }

  function reload(): void {
    rows.clear();
    clients.clear();
    for (const row of storage.workspaces.list()) keep(row);
  }

  reload();
  return {
    list: () => [...rows.values()],
    get,
    named: (name) => [...rows.values()].find((row) => row.name === name) ?? null,
    ofClient: (clientId) => get(clients.get(clientId) ?? ''),
    insert(row) {
      storage.workspaces.insert(row);
      keep(row);
    },
    update(row) {
      const before = rows.get(row.id);
      storage.workspaces.update(row);
      if (before) clients.delete(before.clientId);
      keep(row);
    },
    delete(id) {
      const row = rows.get(id);
      storage.workspaces.delete(id);
      rows.delete(id);
      if (row) clients.delete(row.clientId);
    },
    reload,
  };
}
