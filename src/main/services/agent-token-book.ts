import type { AgentTokenRow, Storage } from '../storage/types';

/** All agent tokens, in memory, found by id or by hash. */
export interface AgentTokenBook {
  list(): readonly AgentTokenRow[];
  get(id: string): AgentTokenRow | null;
  /** `hash` in hexadecimal. */
  byHash(hash: string): AgentTokenRow | null;
  insert(row: AgentTokenRow): void;
  update(row: AgentTokenRow): void;
  delete(id: string): void;
  /** Storage has changed or deleted some together with their workspace. */
  reload(): void;
}

export function createAgentTokenBook({ storage }: { readonly storage: Storage }): AgentTokenBook {
  const rows = new Map<string, AgentTokenRow>();
  const hashes = new Map<string, AgentTokenRow>();

  function forget(id: string): void {
    const row = rows.get(id);
    rows.delete(id);
    if (row) hashes.delete(toHex(row.tokenHash));
  }

  function keep(row: AgentTokenRow): void {
    const before = rows.get(row.id);
    // A rotated token must not be found by its old secret.
    if (before) hashes.delete(toHex(before.tokenHash));
    rows.set(row.id, row);
    hashes.set(toHex(row.tokenHash), row);
  }

  function reload(): void {
    rows.clear();
    hashes.clear();
    for (const row of storage.agentTokens.list()) keep(row);
  }

  reload();
  return {
    list: () => [...rows.values()],
    get: (id) => rows.get(id) ?? null,
    byHash: (hash) => hashes.get(hash) ?? null,
    insert(row) {
      storage.agentTokens.insert(row);
      keep(row);
    },
    update(row) {
      storage.agentTokens.update(row);
      keep(row);
    },
    delete(id) {
      storage.agentTokens.delete(id);
      forget(id);
    },
    reload,
  };
}

function toHex(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex');
}
