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
}

export function createAgentTokenBook({ storage }: { readonly storage: Storage }): AgentTokenBook {
  const rows = new Map<string, AgentTokenRow>();
  const hashes = new Map<string, AgentTokenRow>();

  function keep(row: AgentTokenRow): void {
    rows.set(row.id, row);
    hashes.set(toHex(row.tokenHash), row);
  }

  for (const row of storage.agentTokens.list()) keep(row);

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
      const row = rows.get(id);
      storage.agentTokens.delete(id);
      rows.delete(id);
      if (row) hashes.delete(toHex(row.tokenHash));
    },
  };
}

function toHex(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex');
}
