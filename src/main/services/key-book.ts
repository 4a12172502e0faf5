import type { UsableKey } from '../gateway/types';
import type { KeyRow, Storage } from '../storage/types';

const NONE: readonly never[] = [];

/** All keys, in memory, ready for routing. Sealed secrets stay sealed here. */
export interface KeyBook {
  list(): readonly KeyRow[];
  get(id: string): KeyRow | null;
  ofProvider(providerId: string): readonly KeyRow[];
  usable(id: string): UsableKey | null;
  /** Prebuilt: asked several times in every request. */
  usableOf(providerId: string): readonly UsableKey[];
  insert(row: KeyRow): void;
  /** Id → its secret sealed anew. All or none. */
  reseal(sealed: ReadonlyMap<string, Uint8Array>): void;
  update(row: KeyRow): void;
  /** All or none. */
  insertAll(rows: readonly KeyRow[]): void;
  updateAll(rows: readonly KeyRow[]): void;
  delete(id: string): void;
  /** Storage has deleted them with their provider. */
  forgetProvider(providerId: string): void;
  /** The same with their workspace. */
  forgetWorkspace(workspaceId: string): void;
  /** Storage holds others now. */
  reload(): void;
}

export function createKeyBook({ storage }: { readonly storage: Storage }): KeyBook {
  let rows = new Map<string, KeyRow>();
  let usable = new Map<string, UsableKey>();
  let byProvider = new Map<string, UsableKey[]>();

  function rebuild(): void {
    usable = new Map([...rows.values()].map((row) => [row.id, toUsableKey(row)]));
    byProvider = new Map();
    for (const key of usable.values()) {
      const others = byProvider.get(key.provider);
      if (others) others.push(key);
      else byProvider.set(key.provider, [key]);
    }
  }

  const ofProvider = (providerId: string) => [...rows.values()].filter((row) => row.provider === providerId);

  function reload(): void {
    rows = new Map(storage.keys.list().map((row) => [row.id, row]));
    rebuild();
  }

  reload();
  return {
    list: () => [...rows.values()],
    get: (id) => rows.get(id) ?? null,
    ofProvider,
    usable: (id) => usable.get(id) ?? null,
    usableOf: (providerId) => byProvider.get(providerId) ?? NONE,
    insert(row) {
      storage.keys.insert(row);
      rows.set(row.id, row);
      rebuild();
    },
    reseal(sealed) {
      storage.keys.reseal(sealed);
      for (const [id, own] of sealed) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, sealed: own });
      }
    },
    update(row) {
      storage.keys.update(row);
      rows.set(row.id, row);
      rebuild();
    },
    insertAll(added) {
      storage.keys.insertAll(added);
      for (const row of added) rows.set(row.id, row);
      rebuild();
    },
    updateAll(changed) {
      storage.keys.updateAll(changed);
      for (const row of changed) rows.set(row.id, row);
      rebuild();
    },
    delete(id) {
      storage.keys.delete(id);
      rows.delete(id);
      rebuild();
    },
    forgetProvider(providerId) {
      for (const row of ofProvider(providerId)) rows.delete(row.id);
      rebuild();
    },
    forgetWorkspace(workspaceId) {
      for (const row of [...rows.values()]) if (row.workspaceId === workspaceId) rows.delete(row.id);
      rebuild();
    },
    reload,
  };
}

function toUsableKey(row: KeyRow): UsableKey {
  return {
    id: row.id,
    provider: row.provider,
    label: row.label,
    account: row.account,
    workspaceId: row.workspaceId,
    shareWithPool: row.shareWithPool,
    priority: row.priority,
    enabled: row.enabled,
    fields: row.fields,
    limits: row.limits,
  };
}
